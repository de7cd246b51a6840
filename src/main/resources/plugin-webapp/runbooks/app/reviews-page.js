// Runs that have ended, for auditors: what waits to be looked at, and everything else by what is known of it.
import { h, useEffect, useState } from './ui.js';
import { get, me, query } from './api.js';
import { href } from './routes.js';
import { KINDS, kindName, sentence, target } from './format.js';
import { Empty, Loading, Page, ProblemBox, State, Table, Time } from './parts.js';
import { Chain } from './chain.js';

const SIZE = 50;

/** All but those that only parts have, which are looked at with the run that began them. */
const ENDINGS = [
  'migrated', 'migrated-unverified', 'given-up', 'cancelled', 'refused', 'rejected', 'approval-timed-out', 'taken-over',
  'evacuated', 'evacuated-in-part', 'host-not-failed', 'evacuation-cancelled', 'evacuation-given-up',
  'returned', 'return-unsafe', 'return-refused', 'return-rejected', 'return-cancelled', 'return-given-up', 'deleted-by-hand',
];

const NOTHING = { reviewed: 'false', kind: '', platform: '', host: '', instance: '', person: '', ending: '', since: '', until: '' };

/** A day as it is picked, in the zone of whoever looks, as the moment in which it begins. */
const beginOf = (day, plus = 0) => {
  if (!day) return '';
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + plus).toISOString();
};

export function ReviewsPage() {
  const [filter, setFilter] = useState(NOTHING);
  const [page, setPage] = useState(0);
  const [found, setFound] = useState();
  const [person, setPerson] = useState();
  const [problem, setProblem] = useState();
  useEffect(() => {
    me().then(setPerson, setProblem);
  }, []);
  useEffect(() => {
    let stale = false;
    const asked = { ...filter, since: beginOf(filter.since), until: beginOf(filter.until, 1), page, size: SIZE };
    // Whoever types is not asked for at every letter.
    const timer = setTimeout(() => get(`/reviews${query(asked)}`)
      .then((answer) => stale || (setFound(answer), setProblem(undefined)), (failure) => stale || setProblem(failure)), 250);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [filter, page]);
  const change = (name) => (event) => {
    setFilter({ ...filter, [name]: event.target.value });
    setPage(0);
  };
  const pick = (name, label, options) => h('label', { class: 'mr-field' }, h('span', null, label),
    h('select', { class: 'form-control', value: filter[name], onChange: change(name) },
      options.map(([value, text]) => h('option', { value }, text))));
  const type = (name, label, kind = 'text') => h('label', { class: 'mr-field' }, h('span', null, label),
    h('input', { class: 'form-control', type: kind, autoComplete: 'off', value: filter[name], onInput: change(name) }));
  return h(Page, { title: 'Audit', tab: 'reviews' },
    person && !person.may('auditors') && h('p', { class: 'mr-note' }, 'Auditors sign runs off. You can look at everything.'),
    h(Chain),
    h('form', { class: 'mr-filter', role: 'search', 'aria-label': 'Runs that have ended', onSubmit: (event) => event.preventDefault() },
      pick('reviewed', 'Signed off', [['false', 'Not yet'], ['true', 'Yes'], ['', 'Either']]),
      pick('kind', 'Runbook', [['', 'Any'], ...Object.keys(KINDS).filter((kind) => kind !== 'instance-rebuild').map((kind) => [kind, kindName(kind)])]),
      pick('ending', 'Outcome', [['', 'Any'], ...ENDINGS.map((ending) => [ending, sentence(ending)])]),
      type('instance', 'Instance'), type('host', 'Host'), type('person', 'Person'), type('platform', 'Platform'),
      type('since', 'Asked from', 'date'), type('until', 'Asked until', 'date'),
      h('button', { type: 'button', class: 'btn btn-default', onClick: () => { setFilter(NOTHING); setPage(0); } }, 'Clear')),
    h(ProblemBox, { problem }),
    !found ? !problem && h(Loading) : h(Found, { found, page, setPage, waiting: filter.reviewed === 'false' }));
}

function Found({ found, page, setPage, waiting }) {
  if (!found.items.length) {
    return h(Empty, null, waiting
      ? 'No run that matches waits to be signed off. Choose “Either” to see all of them.'
      : 'No run that has ended matches. Clear a field to see more.');
  }
  const last = (page + 1) * SIZE >= found.total;
  return h('div', null,
    h(Table, { caption: 'Runs that have ended', size: SIZE, rows: found.items, columns: [
      { name: 'Run', of: ({ runbook }) => [
        h('a', { href: href('review', runbook.id) }, `${kindName(runbook.kind)} of ${target(runbook)}`),
        runbook.breakGlassBy && h('div', { class: 'mr-loss' }, `Glass broken by ${runbook.breakGlassBy}`)] },
      { name: 'Way', of: ({ runbook }) => runbook.from && runbook.to ? `${runbook.from} → ${runbook.to}` : '–' },
      { name: 'Outcome', of: ({ runbook }) => [h(State, { code: runbook.state }), h('div', { class: 'mr-quiet' }, sentence(runbook.ending))] },
      { name: 'Asked by', of: ({ runbook }) => [runbook.requester, h('div', { class: 'mr-quiet' }, runbook.reason)] },
      { name: 'Ended', of: ({ runbook }) => h(Time, { at: runbook.endedAt }) },
      { name: 'Signed off', of: ({ signOffs }) => signOffs.length
        ? signOffs.map((one) => h('div', null, one.person, ': ', one.verdict === 'accepted' ? 'accepted' : h('span', { class: 'mr-loss' }, 'with findings')))
        : 'not yet' },
    ] }),
    (page > 0 || !last) && h('div', { class: 'mr-pager' },
      h('button', { type: 'button', class: 'btn btn-default btn-sm', disabled: page === 0, onClick: () => setPage(page - 1) }, 'Newer'),
      h('span', null, `${page * SIZE + 1} to ${Math.min(found.total, (page + 1) * SIZE)} of ${found.total}`),
      h('button', { type: 'button', class: 'btn btn-default btn-sm', disabled: last, onClick: () => setPage(page + 1) }, 'Older')));
}
