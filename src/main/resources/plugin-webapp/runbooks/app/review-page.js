// One run's record: everything that is on record of it, whether that is what was written, and what auditors say of it.
import { h, useEffect, useState } from './ui.js';
import { fileHref, get, me, post } from './api.js';
import { href, idOfPage } from './routes.js';
import { duration, kindName, sentence, shortHash, target } from './format.js';
import { Dialog, Empty, Facts, Loading, Page, ProblemBox, Section, State, Table, Time } from './parts.js';
import { Chain } from './chain.js';
import { Diagram } from './diagram.js';
import { Comparison, Parts, People } from './run-page.js';
import { Plan } from './plan.js';
import { GlassBroken } from './break-glass.js';

const STATES = {
  intact: 'Every entry of this record is sealed and is what was sealed.',
  changed: 'Entries of this record are NOT what was sealed; they are marked below.',
  unsealed: 'The last entries wait for their seals; look again in a second.',
};

export function ReviewPage() {
  const id = idOfPage();
  const [record, setRecord] = useState();
  const [person, setPerson] = useState();
  const [problem, setProblem] = useState();
  const [signing, setSigning] = useState(false);
  useEffect(() => {
    me().then(setPerson, setProblem);
    get(`/reviews/${id}`).then(setRecord, setProblem);
  }, [id]);
  if (!record) return h(Page, { title: 'Record', tab: 'reviews' }, h(ProblemBox, { problem }), !problem && h(Loading));
  const run = record.runbook;
  const why = person && whyNot(record, person);
  return h(Page, {
    title: `Record: ${kindName(run.kind)} of ${target(run)}`,
    tab: 'reviews',
    actions: [
      person && !why && h('button', { type: 'button', class: 'btn btn-primary', onClick: () => setSigning(true) }, 'Sign off'),
      h('a', { class: 'btn btn-default', href: fileHref(`/reviews/${id}/export`), download: `runbook-${id}.json` }, 'Export as JSON'),
      h('a', { class: 'btn btn-default', href: fileHref(`/reviews/${id}/export.csv`), download: `runbook-${id}.csv` }, 'Export as CSV'),
      h('button', { type: 'button', class: 'btn btn-default', onClick: () => window.print() }, 'Print'),
      h('a', { class: 'btn btn-default', href: href('run', id) }, 'Look at the run'),
    ],
  },
    h(ProblemBox, { problem }),
    why && h('p', { class: 'mr-note mr-screen' }, why),
    h(Chain),
    h('p', { class: record.state === 'changed' ? 'mr-loss' : '' }, STATES[record.state]),
    h(GlassBroken, { run }),
    h(Summary, { run }),
    h(Section, { title: 'Signed off', id: 'mr-signed' }, h(SignOffs, { signOffs: record.signOffs })),
    h('div', { class: 'mr-columns' },
      h(Section, { title: 'Who did what', id: 'mr-people' }, h(People, { run })),
      h('div', null,
        h(Section, { title: 'Forecast and measurement', id: 'mr-forecast' }, h(Comparison, { run })),
        h(Section, { title: 'Evidence', id: 'mr-evidence' }, h(Evidence, { run })))),
    h(Section, { title: 'The way that it took', id: 'mr-where' }, h(Diagram, { run })),
    run.plan && h(Section, { title: 'The plan', id: 'mr-plan', aside: h('code', { title: run.plan.hash }, shortHash(run.plan.hash)) }, h(Plan, { plan: run.plan })),
    run.parts.length > 0 && h(Section, { title: `Its parts (${run.parts.length})`, id: 'mr-parts' }, h(Parts, { parts: run.parts })),
    h(Section, { title: `Entries (${record.entries.length})`, id: 'mr-entries' }, h(Entries, { entries: record.entries })),
    signing && h(SignOff, { run, onClose: () => setSigning(false), onSigned: setRecord }));
}

/** Why this person cannot sign it off; undefined where they can. */
function whyNot(record, person) {
  if (!record.runbook.endedAt) return 'The run goes on; it is signed off when it has ended.';
  if (!person.may('auditors')) return 'Auditors sign runs off. Your roles do not include that one; you can look at everything.';
  if (record.involved.includes(person.name)) return 'You had a part in this run; another auditor has to sign it off.';
  return record.signOffs.some((one) => one.person === person.name) ? 'You have signed this run off.' : undefined;
}

function Summary({ run }) {
  return h('div', { class: 'mr-summary' },
    h('p', { class: 'mr-headline' }, h(State, { code: run.state }), ' ', run.ending?.text, run.ending?.detail && ` ${run.ending.detail}`),
    h(Facts, { of: [
      ['Run', h('code', null, run.id)],
      ['Asked by', run.requester],
      ['Reason', run.reason],
      ['Asked', h(Time, { at: run.requestedAt })],
      ['Ended', run.endedAt && h(Time, { at: run.endedAt })],
      ['Platform', run.platform],
      ['Approval', run.approval && (run.approval.required ? `${run.approval.quorum === 1 ? 'by one person' : `by ${run.approval.quorum} people`}: ${run.approval.reason}` : `none: ${run.approval.reason}`)],
      ['Stood still for', run.measured?.downtime && duration(run.measured.downtime)],
      ['Took', run.measured?.totalTime && duration(run.measured.totalTime)],
    ] }));
}

function Evidence({ run }) {
  const readings = run.evidence;
  if (!readings.length && !run.attestations.length) return h(Empty, null, 'No power was read and nothing attested; this run needed neither.');
  return h('ul', null,
    readings.map((one) => h('li', null, h(Time, { at: one.readAt }), ` ${one.device} read ${one.host} as `, h('strong', null, one.power), ` (${one.method}): ${one.answer}`)),
    run.attestations.map((one) => h('li', null, h(Time, { at: one.attestedAt }), ` ${one.person} attested that ${one.host} is off${one.comment ? `: ${one.comment}` : ''}`)));
}

function SignOffs({ signOffs }) {
  if (!signOffs.length) return h(Empty, null, 'No auditor has signed this run off yet.');
  return h('ul', { class: 'mr-signed' }, signOffs.map((one) => h('li', null,
    h('strong', null, one.person), ' ', one.verdict === 'accepted' ? 'accepted it' : h('span', { class: 'mr-loss' }, 'has findings'), ', ', h(Time, { at: one.signedAt }),
    one.comment && `: ${one.comment}`,
    one.findings.length > 0 && h('ul', null, one.findings.map((finding) => h('li', null, finding))),
    h('div', { class: 'mr-quiet' }, `${one.sealed} entries verified before`, one.headHash && [', last seal ', h('code', { title: one.headHash }, shortHash(one.headHash))]))));
}

function Entries({ entries }) {
  return h(Table, { caption: 'Entries of the audit', size: 100, rows: entries, columns: [
    { name: 'No.', class: 'mr-number', of: ({ entry }) => entry.seal?.number ?? '–' },
    { name: 'When', class: 'mr-name', of: ({ entry }) => h(Time, { at: entry.at }) },
    { name: 'Who', class: 'mr-name', of: ({ entry }) => entry.actor },
    { name: 'What', class: 'mr-name', of: ({ entry, state }) => [h('code', null, entry.code), state !== 'intact' && h('div', { class: 'mr-loss' }, sentence(state))] },
    { name: 'About', of: ({ entry }) => entry.subject },
    { name: 'Why, and what else is known', of: ({ entry }) => [entry.reason, h(Details, { details: entry.details })] },
  ] });
}

/** The engine's own ids tell people nothing; the exports have them. */
const ENGINES_OWN = ['activityInstance', 'processInstance', 'type', 'process'];

function Details({ details }) {
  const known = Object.entries(details).filter(([name]) => !ENGINES_OWN.includes(name));
  return known.length > 0 && h('div', { class: 'mr-quiet' }, known.map(([name, value]) => `${name}: ${/^[0-9a-f]{64}$/.test(value) ? shortHash(value) : value}`).join(' · '));
}

function SignOff({ run, onClose, onSigned }) {
  const [verdict, setVerdict] = useState('accepted');
  const [comment, setComment] = useState('');
  const [findings, setFindings] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState();
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const named = findings.split('\n').map((line) => line.trim()).filter(Boolean);
    try {
      onSigned(await post(`/reviews/${run.id}/sign-offs`, { verdict, comment: comment.trim() || undefined, findings: verdict === 'findings' ? named : undefined }));
      onClose();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  const choice = (code, text, first) => h('label', { class: 'mr-check' },
    h('input', { type: 'radio', name: 'verdict', value: code, checked: verdict === code, 'data-first': first, onChange: () => setVerdict(code) }), ` ${text}`);
  return h(Dialog, { title: 'Sign this run off', onClose },
    h('form', { onSubmit: submit },
      h('div', { class: 'mr-dialog-body' },
        h('p', null, 'The whole audit is verified first. What you say is written down for good, with your name and the last seal; it cannot be changed.'),
        h('fieldset', { class: 'mr-choices' }, h('legend', { class: 'sr-only' }, 'Verdict'),
          choice('accepted', 'Everything was done as it has to be', true), choice('findings', 'There are findings')),
        verdict === 'findings' && h('label', { class: 'mr-field' }, h('span', null, 'Findings, one in each line'),
          h('textarea', { class: 'form-control', rows: 4, required: true, value: findings, onInput: (event) => setFindings(event.target.value) })),
        h('label', { class: 'mr-field' }, h('span', null, 'Comment (optional)'),
          h('textarea', { class: 'form-control', rows: 3, maxLength: 2000, value: comment, onInput: (event) => setComment(event.target.value) })),
        h(ProblemBox, { problem })),
      h('div', { class: 'mr-dialog-actions' },
        h('button', { type: 'button', class: 'btn btn-default', onClick: onClose }, 'Close'),
        h('button', { type: 'submit', class: 'btn btn-primary', disabled: busy }, busy ? 'Verifying…' : 'Sign off'))));
}
