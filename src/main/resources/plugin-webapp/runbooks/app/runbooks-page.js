// The fleet and all runs at a glance.
import { h, useEffect, useState, Fragment } from './ui.js';
import { get, me, watch } from './api.js';
import { href } from './routes.js';
import { bytes, kindName, percent, rate, sentence, target, moment } from './format.js';
import { AsOf, Bar, Due, Empty, Loading, Page, ProblemBox, Section, State, Table, Time } from './parts.js';
import { inStates, Shown } from './overview.js';
import { Brake } from './brake.js';
import { StartDialog } from './start-dialog.js';

const FLEET_MS = 10_000;
/** Many of the latest runs may be parts, which are shown with the run that began them. */
const LOOKED_AT = 100;
const LATEST = 25;

export function RunbooksPage() {
  const [overview, setOverview] = useState();
  const [problem, setProblem] = useState();
  const [person, setPerson] = useState();
  const [starting, setStarting] = useState(false);
  useEffect(() => {
    me().then(setPerson, setProblem);
    return watch('/overview', (state) => { setOverview(state); setProblem(undefined); }, setProblem);
  }, []);
  const mayOperate = person?.may('operators', 'administrators');
  return h(Page, {
    title: 'Runbooks',
    tab: 'runbooks',
    actions: [
      overview && h(Brake, { brake: overview.brake, mayChange: mayOperate, onChange: (brake) => setOverview({ ...overview, brake }) }),
      mayOperate && h('button', { type: 'button', class: 'btn btn-primary', onClick: () => setStarting(true) }, 'Start a runbook'),
    ],
  },
    starting && h(StartDialog, { onClose: () => setStarting(false) }),
    h(ProblemBox, { problem }),
    !overview ? !problem && h(Loading) : [
      h(Attention, inStates(overview, 'needs-attention')),
      h(Waiting, inStates(overview, 'awaiting-approval')),
      h(Running, { ...inStates(overview, 'running', 'planning'), mayOperate, start: () => setStarting(true) }),
      h(Counts, { counts: overview.counts }),
    ],
    h(Fleet));
}

function RunLink({ run }) {
  return h(Fragment, null,
    h('a', { href: href('run', run.id) }, `${kindName(run.kind)} of ${target(run)}`),
    run.breakGlassBy && h('div', { class: 'mr-loss' }, `Glass broken by ${run.breakGlassBy}`));
}

const onTheWay = (run) => (run.from && run.to ? `${run.from} → ${run.to}` : '');

function Attention({ live, total }) {
  if (!total) return null;
  return h(Section, { title: `Needs attention (${total})`, id: 'mr-attention' },
    live.length > 0 && h(Table, { caption: 'Runs that need somebody', size: 10, rows: live.map(({ run }) => run), columns: [
      { name: 'Run', of: (run) => h(RunLink, { run }) },
      { name: 'Why', of: (run) => run.attention ?? 'A step failed for good.' },
      { name: 'Since', of: (run) => h(Time, { at: run.requestedAt }) },
    ] }),
    h(Shown, { live, total }));
}

function Waiting({ live, total }) {
  if (!total) return null;
  return h(Section, { title: `Wait for an approval (${total})`, id: 'mr-waiting' },
    live.length > 0 && h(Table, { caption: 'Runs that wait for an approval', size: 10, rows: live.map(({ run }) => run), columns: [
      { name: 'Run', of: (run) => h(RunLink, { run }) },
      { name: 'Way', of: onTheWay },
      { name: 'Asked by', of: (run) => run.requester },
      { name: 'Reason', of: (run) => run.reason },
      { name: 'Since', of: (run) => h(Time, { at: run.requestedAt }) },
      { name: 'Due', of: (run) => h(Due, { at: run.approvalDueAt, reminded: run.remindedAt }) },
      { name: 'Plan', of: (run) => h('a', { class: 'btn btn-default btn-sm', href: href('approval', run.id) }, 'Look at it') },
    ] }),
    h(Shown, { live, total }));
}

function Running({ live, total, mayOperate, start }) {
  return h(Section, { title: `Under way (${total})`, id: 'mr-running' },
    total
      ? live.length > 0 && h(Table, { caption: 'Runs that are under way', size: 15, rows: live, columns: [
          { name: 'Run', of: ({ run }) => [h(RunLink, { run }), h('div', { class: 'mr-quiet' }, onTheWay(run))] },
          { name: 'Progress', class: 'mr-wide-column', of: ({ run, attempt }) => h(Progress, { run, attempt }) },
          { name: 'Throughput', of: ({ attempt }) => rate(attempt?.progress?.throughputBytesPerSecond) },
          { name: 'Remaining', of: ({ attempt }) => bytes(attempt?.progress?.remainingBytes) },
          { name: 'Expected end', of: ({ attempt }) => h(Time, { at: attempt?.progress?.expectedEnd }) },
        ] })
      : h(Empty, null, 'Nothing moves now. ',
          mayOperate ? h('button', { type: 'button', class: 'btn btn-link', onClick: start }, 'Start a runbook') : 'Operators start runbooks here.'),
    h(Shown, { live, total }));
}

export function Progress({ run, attempt }) {
  const progress = attempt?.progress;
  const phase = progress ? sentence(progress.phase) : attempt ? sentence(attempt.task) : sentence(run.state);
  const share = progress?.share;
  return h(Bar, {
    share,
    label: `Progress of ${target(run)}`,
    text: share === undefined ? phase : `${percent(share)}, ${phase.toLowerCase()}`,
    more: progress && h(AsOf, { at: progress.observedAt }),
  });
}

function Counts({ counts }) {
  const ended = ['completed', 'rolled-back', 'cancelled', 'rejected', 'failed'].filter((state) => counts[state]);
  return ended.length > 0 && h('p', { class: 'mr-counts' }, 'Ended so far: ',
    ended.map((state, index) => [index > 0 && ', ', `${counts[state]} ${sentence(state).toLowerCase()}`]), '. ',
    h(Recent));
}

function Recent() {
  const [runs, setRuns] = useState();
  const [problem, setProblem] = useState();
  const load = (event) => {
    if (event.target.open) get(`/runbooks?size=${LOOKED_AT}`).then((page) => setRuns(page.items.filter((run) => run.endedAt && !run.parent).slice(0, LATEST)), setProblem);
  };
  return h('details', { class: 'mr-details', onToggle: load },
    h('summary', null, 'Show the latest'),
    h(ProblemBox, { problem }),
    runs && h(Table, { caption: 'The latest runs', rows: runs, empty: `Of the latest ${LOOKED_AT} runs none has ended, apart from parts of others. Auditors find older ones under “Audit”.`, columns: [
      { name: 'Run', of: (run) => [h(RunLink, { run }), h('div', { class: 'mr-quiet' }, onTheWay(run))] },
      { name: 'End', of: (run) => h(State, { code: run.state }) },
      { name: 'Asked by', of: (run) => run.requester },
      { name: 'Ended', of: (run) => h(Time, { at: run.endedAt }) },
    ] }));
}

function Fleet() {
  const [hosts, setHosts] = useState();
  const [problem, setProblem] = useState();
  useEffect(() => {
    const load = () => document.hidden || get('/hosts?size=500').then((page) => { setHosts(page); setProblem(undefined); }, setProblem);
    load();
    const timer = setInterval(load, FLEET_MS);
    return () => clearInterval(timer);
  }, []);
  const silent = hosts?.unreachable?.length > 0;
  return h(Section, { title: hosts ? `Hosts (${hosts.total})` : 'Hosts', id: 'mr-fleet' },
    h(ProblemBox, { problem }),
    silent && h('p', { class: 'mr-problem', role: 'alert' },
      `No answer from ${hosts.unreachable.join(', ')}: its hosts are missing here. Look at /api/v1/platforms.`),
    !hosts ? !problem && h(Loading) : h(Table, {
      caption: 'Hosts', size: 20, rows: hosts.items,
      empty: 'No platform lists a host. Configure one under runbooks.platforms.',
      columns: [
        { name: 'Host', of: (host) => [host.name, h('div', { class: 'mr-quiet' }, [host.platform, host.zone].filter(Boolean).join(', '))] },
        { name: 'State', of: (host) => h(State, { code: host.state }) },
        { name: 'Instances', class: 'mr-number', of: (host) => host.use.instances },
        { name: 'Processors', class: 'mr-wide-column', of: (host) => h(Use, { name: `Processors of ${host.name}`, use: host.use.cpus, of: host.capacity.cpus, text: (count) => count }) },
        { name: 'Memory', class: 'mr-wide-column', of: (host) => h(Use, { name: `Memory of ${host.name}`, use: host.use.memoryBytes, of: host.capacity.memoryBytes, text: bytes }) },
      ],
    }));
}

function Use({ name, use, of, text }) {
  const share = of ? use / of : 0;
  return h(Bar, { share, label: name, text: `${text(use)} of ${text(of)}`, tone: share > 0.9 ? 'alarm' : share > 0.75 ? 'waits' : 'calm' });
}

/** A few figures for the dashboard. */
export function Tile() {
  const [overview, setOverview] = useState();
  const [problem, setProblem] = useState();
  useEffect(() => { get('/overview').then(setOverview, setProblem); }, []);
  const of = (...states) => inStates(overview, ...states).total;
  return h('section', { class: 'mr-tile' },
    h('h2', null, 'Runbooks'),
    h(ProblemBox, { problem }),
    overview && [
      overview.brake.engaged && h('p', { class: 'mr-problem' }, `The brake is engaged by ${overview.brake.changedBy} since ${moment(overview.brake.changedAt)}.`),
      h('ul', null,
        h('li', null, h('a', { href: href('runbooks') }, h('strong', null, of('running', 'planning')), ' under way')),
        h('li', null, h('a', { href: href('approvals') }, h('strong', null, of('awaiting-approval')), ' wait for an approval')),
        h('li', null, h('a', { href: href('runbooks') }, h('strong', null, of('needs-attention')), ' need attention'))),
    ]);
}
