// What the overview tells of runs in some states: how many there are, and those of them that its list has room for.
import { h } from './ui.js';

/** Those that are listed, and how many there are; both are read one after the other, and never fewer are counted than listed. */
export function inStates(overview, ...states) {
  const live = overview.live.filter(({ run }) => states.includes(run.state));
  const counted = states.reduce((sum, state) => sum + (overview.counts[state] ?? 0), 0);
  return { live, total: Math.max(counted, live.length) };
}

/** Says so where not all are listed. */
export function Shown({ live, total }) {
  return live.length < total &&
    h('p', { class: 'mr-quiet' }, `${live.length} of ${total} are shown; those that need somebody come first. /api/v1/runbooks lists all.`);
}
