// What waits for an approver.
import { h, useEffect, useState } from './ui.js';
import { me, watch } from './api.js';
import { href } from './routes.js';
import { kindName, target } from './format.js';
import { inStates, Shown } from './overview.js';
import { Due, Empty, Loading, Page, ProblemBox, Table, Time } from './parts.js';

export function ApprovalsPage() {
  const [overview, setOverview] = useState();
  const [person, setPerson] = useState();
  const [problem, setProblem] = useState();
  useEffect(() => {
    me().then(setPerson, setProblem);
    return watch('/overview', (state) => { setOverview(state); setProblem(undefined); }, setProblem);
  }, []);
  const waiting = overview && inStates(overview, 'awaiting-approval');
  const runs = waiting?.live.map(({ run, assignee }) => ({ ...run, assignee }));
  return h(Page, { title: 'Approvals', tab: 'approvals' },
    h(ProblemBox, { problem }),
    person && !person.may('approvers') && h('p', { class: 'mr-note' }, 'Approvers decide here. You can look at every plan.'),
    !waiting ? !problem && h(Loading) : !waiting.total
      ? h(Empty, null, 'Nothing waits for an approval. What is asked for appears here by itself; ', h('a', { href: href('runbooks') }, 'look at all runbooks'), '.')
      : runs.length > 0 && h(Table, { caption: 'What waits for an approval', rows: runs, columns: [
          { name: 'Run', of: (run) => h('a', { href: href('approval', run.id) }, `${kindName(run.kind)} of ${target(run)}`) },
          { name: 'Way', of: (run) => run.from && run.to ? `${run.from} → ${run.to}` : '–' },
          { name: 'Asked by', of: (run) => [run.requester, run.requester === person?.name && h('div', { class: 'mr-quiet' }, 'your own: somebody else decides')] },
          { name: 'Reason', of: (run) => run.reason },
          { name: 'Taken by', of: (run) => run.assignee ?? 'nobody yet' },
          { name: 'Since', of: (run) => h(Time, { at: run.requestedAt }) },
          { name: 'Due', of: (run) => h(Due, { at: run.approvalDueAt, reminded: run.remindedAt }) },
        ] }),
    waiting && h(Shown, waiting));
}
