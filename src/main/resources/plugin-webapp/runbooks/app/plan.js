// A plan and its forecast, as they are shown before a start, to approvers, and on the page of a run.
import { h, Fragment } from './ui.js';
import { duration, range, seconds, sentence, span, bytes } from './format.js';
import { Facts, Section, Table } from './parts.js';

const WORDS = {
  'converges': 'Copies its memory faster than the instance writes it',
  'with-auto-converge': 'Ends only if the guest is slowed down',
  'with-post-copy': 'Ends only if memory follows after the switch-over',
  'never': 'Would not end',
};

export function Forecast({ forecast, plan }) {
  if (!forecast) return h('p', { class: 'mr-quiet' }, 'There is no forecast for this plan.');
  return h(Fragment, null,
    h(Facts, { of: [
      ['Total time', `${duration(forecast.totalTime.expected)} (${range(forecast.totalTime)})`],
      ['Stands still for', `${duration(forecast.downtime.expected)} (${range(forecast.downtime)})`],
      ['Convergence', copiesMemory(plan) && (WORDS[forecast.convergence] ?? sentence(forecast.convergence))],
      ['To transfer', forecast.transferredBytes > 0 && bytes(forecast.transferredBytes)],
    ] }),
    h('p', { class: 'mr-quiet' }, 'In brackets the interval in which 9 of 10 runs end.'),
    forecast.notes?.length > 0 && h('ul', { class: 'mr-quiet' }, forecast.notes.map((note) => h('li', null, note))));
}

const copiesMemory = (plan) => Boolean(plan?.moves.some((move) => move.strategy.startsWith('live')));

const COLUMNS_OF_MOVES = [
  { name: 'Instance', of: (move) => move.instance },
  { name: 'From', of: (move) => move.from },
  { name: 'To', of: (move) => move.to },
  { name: 'How', of: (move) => move.strategy },
];

const COLUMNS_OF_DISPOSITIONS = [
  { name: 'Instance', class: 'mr-name', of: (one) => one.instance },
  { name: 'What happens', of: (one) => h('span', { class: LOSSES.includes(one.kind) ? 'mr-loss' : '' }, sentence(one.kind)) },
  { name: 'To', class: 'mr-name', of: (one) => one.destination ?? '–' },
  { name: 'Wave', of: (one) => one.wave ?? '–' },
  { name: 'Why', of: (one) => [one.reason, one.remedy && h('div', { class: 'mr-quiet' }, one.remedy)] },
];

export const LOSSES = ['lost', 'data-loss', 'rebuild-from-image', 'no-room', 'unclear', 'runs-twice'];

/** What an approval of the run is bound to now. */
export const hashOf = (run) => run.approval?.asked?.planHash ?? run.plan?.hash;

export function Plan({ plan }) {
  return h(Fragment, null,
    plan.moves.length > 0 && h(Section, { title: plan.moves.length === 1 ? 'Move' : `${plan.moves.length} moves`, id: 'mr-moves' },
      h(Table, { caption: 'Moves of the plan', columns: COLUMNS_OF_MOVES, rows: plan.moves })),
    plan.dispositions.length > 0 && h(Section, { title: `What happens to ${plan.dispositions.length} instances`, id: 'mr-dispositions' },
      h(Table, { caption: 'Dispositions', columns: COLUMNS_OF_DISPOSITIONS, rows: plan.dispositions })),
    h(Refusals, { refusals: plan.refusals }));
}

export function Refusals({ refusals }) {
  if (!refusals?.length) return null;
  return h('details', { class: 'mr-details' },
    h('summary', null, refusals.length === 1 ? 'One host was passed over' : `${refusals.length} hosts were passed over`),
    h(Table, { caption: 'Hosts that were passed over', size: 15, rows: refusals, columns: [
      { name: 'Host', of: (refusal) => refusal.host },
      { name: 'Why', of: (refusal) => refusal.reason },
      { name: 'Code', of: (refusal) => h('code', null, refusal.code) },
    ] }));
}

/** What somebody should think about before it begins. */
export function risks(plan, forecast, asked) {
  const found = [];
  if (asked) found.push(asked.loss);
  if (forecast && plan.maxDowntimeMillis > 0 && seconds(forecast.downtime.high) * 1000 > plan.maxDowntimeMillis) {
    found.push(`It may stand still for ${duration(forecast.downtime.high)}, longer than the ${span(plan.maxDowntimeMillis / 1000)} that are allowed.`);
  }
  if (forecast?.convergence === 'never') found.push('By the forecast the transfer does not end.');
  if (plan.moves.some((move) => move.strategy.includes('post-copy'))) {
    found.push('With post-copy the instance is lost from memory if the network or a host fails between switch-over and the end.');
  }
  if (plan.moves.some((move) => move.strategy.includes('auto-converge'))) found.push('The guest may be slowed down while it is copied.');
  if (plan.moves.some((move) => move.strategy === 'cold')) found.push('The instance is off while its disks and definition move.');
  if (plan.permissions.includes('hard-stop')) found.push('The power may be taken from an instance that does not shut down.');
  for (const kind of LOSSES) {
    const of = plan.dispositions.filter((one) => one.kind === kind);
    if (of.length) found.push(`${sentence(kind)}: ${of.length === 1 ? of[0].instance : `${of.length} instances`}.`);
  }
  return found;
}

/** What is different between two plans, a line each. */
export function differences(seen, now) {
  const lines = [];
  const compare = (name, of, text) => {
    const before = new Map(of(seen).map((one) => [one.instance, text(one)]));
    const after = new Map(of(now).map((one) => [one.instance, text(one)]));
    for (const [instance, words] of before) {
      if (!after.has(instance)) lines.push(`${name} of ${instance} is gone: it was ${words}.`);
      else if (after.get(instance) !== words) lines.push(`${instance}: it was ${words}; now it is ${after.get(instance)}.`);
    }
    for (const [instance, words] of after) if (!before.has(instance)) lines.push(`${instance} is new: ${words}.`);
  };
  compare('The move', (plan) => plan.moves, (move) => `${move.from} to ${move.to}, ${move.strategy}`);
  compare('The disposition', (plan) => plan.dispositions, (one) => `${sentence(one.kind).toLowerCase()}${one.destination ? ` on ${one.destination}` : ''}`);
  if (seen.maxDowntimeMillis !== now.maxDowntimeMillis) {
    lines.push(`It may stand still for ${span(now.maxDowntimeMillis / 1000)}; it was ${span(seen.maxDowntimeMillis / 1000)}.`);
  }
  const permissions = (plan) => [...plan.permissions].sort().join(', ') || 'nothing';
  if (permissions(seen) !== permissions(now)) lines.push(`Permitted beyond the moves is ${permissions(now)}; it was ${permissions(seen)}.`);
  return lines.length ? lines : ['The moves are the same; the policies or what is asked for have changed.'];
}
