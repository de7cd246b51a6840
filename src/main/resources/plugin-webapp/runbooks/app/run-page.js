// One run: where it is, what it did, who had a hand in it.
import { h, useEffect, useState } from './ui.js';
import { me, watch } from './api.js';
import { href, idOfPage, processHref } from './routes.js';
import { bytes, decided, duration, kindName, percent, range, rate, seconds, sentence, shortHash, span, target } from './format.js';
import { AsOf, Bar, Empty, Facts, Loading, Page, ProblemBox, Section, State, Table, Time } from './parts.js';
import { Diagram } from './diagram.js';
import { Plan } from './plan.js';
import { RunActions } from './run-actions.js';
import { GlassBroken } from './break-glass.js';
import { decisionName } from './gates.js';

/** @param id of the run; without it the one in the page's address */
export function RunPage({ id = idOfPage() }) {
  const [run, setRun] = useState();
  const [person, setPerson] = useState();
  const [problem, setProblem] = useState();
  useEffect(() => {
    me().then(setPerson, setProblem);
    return watch(`/runbooks/${id}`, (state) => { setRun(state); setProblem(undefined); }, setProblem);
  }, [id]);
  if (!run) return h(Page, { title: 'Run', tab: 'runbooks' }, h(ProblemBox, { problem }), !problem && h(Loading));
  return h(Page, {
    title: `${kindName(run.kind)} of ${target(run)}`,
    tab: 'runbooks',
    actions: h(RunActions, { run, person }),
  },
    h(ProblemBox, { problem }),
    h(GlassBroken, { run, person }),
    h(Summary, { run }),
    h(Moves, { run }),
    h(Section, { title: 'Where it is', id: 'mr-where' }, h(Diagram, { run })),
    h('div', { class: 'mr-columns' },
      h(Section, { title: 'Steps', id: 'mr-steps' }, h(Steps, { steps: run.steps })),
      h('div', null,
        h(Section, { title: 'Forecast and measurement', id: 'mr-forecast' }, h(Comparison, { run })),
        h(Section, { title: 'Who did what', id: 'mr-people' }, h(People, { run })))),
    run.parts.length > 0 && h(Section, { title: `Its parts (${run.parts.length})`, id: 'mr-parts' }, h(Parts, { parts: run.parts })),
    run.plan && h('details', { class: 'mr-details' }, h('summary', null, `The plan ${shortHash(run.plan.hash)}`), h(Plan, { plan: run.plan })));
}

function Summary({ run }) {
  return h('div', { class: 'mr-summary' },
    h('p', { class: 'mr-headline', 'aria-live': 'polite' }, h(State, { code: run.state }), ' ',
      run.ending ? h('span', null, run.ending.text, run.ending.detail && ` ${run.ending.detail}`) : run.attention),
    run.incidents.map((incident) => h('p', { class: 'mr-problem' }, incident)),
    h(Facts, { of: [
      ['Asked by', run.requester],
      ['Reason', run.reason],
      ['Asked', h(Time, { at: run.requestedAt })],
      ['Ended', run.endedAt && h(Time, { at: run.endedAt })],
      ['Platform', run.platform],
      ['Destination asked for', run.kind.endsWith('migration') && (run.destination ?? 'the best')],
      ['Part of', run.parent && h('a', { href: href('run', run.parent) }, 'the run that began it')],
      ['Process', run.process && !run.endedAt && h('a', { href: processHref(run.process) }, 'Show it in Cockpit')],
    ] }));
}

function Moves({ run }) {
  if (!run.attempts.length) return null;
  return h(Section, { title: 'On the platform', id: 'mr-attempts' },
    h(Table, { caption: 'What was asked of the platform', size: 15, rows: [...run.attempts].reverse(), columns: [
      { name: 'What', of: (one) => [sentence(one.task), one.number > 1 && ` (attempt ${one.number})`, one.move && h('div', { class: 'mr-quiet' }, `${one.move.instance}: ${one.move.from} → ${one.move.to}, ${one.move.strategy}`)] },
      { name: 'Progress', class: 'mr-wide-column', of: (one) => h(AttemptBar, { one }) },
      { name: 'Throughput', of: (one) => one.endedAt ? '–' : rate(one.progress?.throughputBytesPerSecond) },
      { name: 'Remaining', of: (one) => one.endedAt ? '–' : bytes(one.progress?.remainingBytes) },
      { name: 'Begun', of: (one) => h(Time, { at: one.acceptedAt ?? one.intendedAt }) },
      { name: 'End', of: (one) => one.endedAt ? h(Time, { at: one.endedAt }) : one.progress?.expectedEnd ? ['expected ', h(Time, { at: one.progress.expectedEnd })] : '–' },
    ] }));
}

function AttemptBar({ one }) {
  const outcome = one.outcome;
  if (outcome) {
    const good = outcome.result === 'completed';
    const word = sentence(outcome.result);
    return h(Bar, { share: good ? 1 : one.progress?.share, tone: good ? 'good' : 'alarm', label: 'Progress', text: [word, outcome.reason ?? one.cause].filter(Boolean).join(': ') });
  }
  const progress = one.progress;
  const phase = progress ? sentence(progress.phase) : sentence(one.state);
  const details = [
    progress?.iteration && `round ${progress.iteration}`,
    progress?.throttlePercent > 0 && `slowed down by ${progress.throttlePercent} %`,
  ].filter(Boolean);
  return h(Bar, {
    share: progress?.share,
    label: 'Progress',
    text: [progress?.share !== undefined && percent(progress.share), phase, ...details].filter(Boolean).join(', '),
    more: progress && h(AsOf, { at: progress.observedAt }),
  });
}

function Steps({ steps }) {
  const told = steps.filter((step) => !/gateway$/i.test(step.type));
  if (!told.length) return h(Empty, null, 'No step has begun yet.');
  return h('ol', { class: 'mr-steps' }, told.map((step) =>
    h('li', { class: step.cancelled ? 'mr-left' : step.endedAt ? 'mr-over' : 'mr-here' },
      h('span', null, step.name, step.cancelled ? ' (left)' : !step.endedAt ? ' (now)' : ''),
      h('span', { class: 'mr-quiet' }, h(Time, { at: step.startedAt }), step.endedAt && `, ${span((new Date(step.endedAt) - new Date(step.startedAt)) / 1000)}`))));
}

export function Comparison({ run }) {
  if (!run.forecast) return h(Empty, null, run.plan ? 'This plan has no forecast.' : 'There is no plan yet, so there is no forecast.');
  const rows = [['Total time', 'totalTime'], ['Stands still for', 'downtime']].map(([name, of]) => ({
    name, forecast: run.forecast[of], measured: run.measured?.[of],
  }));
  return h(Table, { caption: 'Forecast and measurement', rows, columns: [
    { name: 'What', of: (row) => row.name },
    { name: 'Forecast', of: (row) => [duration(row.forecast.expected), h('div', { class: 'mr-quiet' }, range(row.forecast))] },
    { name: 'Measured', of: (row) => row.measured ? [duration(row.measured), h('div', { class: 'mr-quiet' }, verdict(row))] : 'not yet' },
  ] });
}

function verdict({ forecast, measured }) {
  const value = seconds(measured);
  if (value > seconds(forecast.high)) return 'longer than forecast';
  return value < seconds(forecast.low) ? 'shorter than forecast' : 'as forecast';
}

export function People({ run }) {
  const entries = [
    { at: run.requestedAt, who: run.requester, what: `asked for it: ${run.reason}` },
    ...run.approvals.map((one) => ({ at: one.decidedAt, who: one.person, what: `${decided(one)}${one.exception || one.planHash === run.plan?.hash ? '' : ', which is not the plan of now'}${one.comment ? `: ${one.comment}` : ''}` })),
    ...run.decided.map((one) => ({ at: one.decidedAt, who: one.person, what: `decided: ${decisionName(run, one.decision)}${one.comment ? ` (${one.comment})` : ''}` })),
    ...run.attestations.map((one) => ({ at: one.attestedAt, who: one.person, what: `attested that ${one.host} is off${one.comment ? `: ${one.comment}` : ''}` })),
    ...run.evidence.map((one) => ({ at: one.readAt, who: `Device ${one.device}`, what: `read the power of ${one.host} as ${one.power} (${one.method}): ${one.answer}` })),
  ].sort((one, other) => new Date(one.at) - new Date(other.at));
  if (run.cancellation) entries.push({ who: run.cancellation.requestedBy, what: `asked for it to be cancelled${run.cancellation.reason ? `: ${run.cancellation.reason}` : ''}` });
  return h('ol', { class: 'mr-steps' }, entries.map((entry) =>
    h('li', null, h('span', null, h('strong', null, entry.who), ' ', entry.what), entry.at && h('span', { class: 'mr-quiet' }, h(Time, { at: entry.at })))));
}

export function Parts({ parts }) {
  return h(Table, { caption: 'Parts', rows: parts, columns: [
    { name: 'Run', of: (part) => h('a', { href: href('run', part.id) }, `${kindName(part.kind)} of ${target(part)}`) },
    { name: 'To', of: (part) => part.to ?? '–' },
    { name: 'State', of: (part) => h(State, { code: part.state }) },
    { name: 'Attention', of: (part) => part.attention ?? '' },
    { name: 'Ended', of: (part) => h(Time, { at: part.endedAt }) },
  ] });
}
