// A task in Tasklist: the whole plan with the decision about it, or the run that waits for somebody.
import { h, useEffect, useState } from './ui.js';
import { ofTheEngine, runOf } from './engine-api.js';
import { ApprovalPage } from './approval-page.js';
import { RunPage } from './run-page.js';
import { Empty, Loading } from './parts.js';

const APPROVALS = ['approve-plan', 'approve-exception'];

export function TaskTab({ api, taskId }) {
  const [found, setFound] = useState();
  useEffect(() => {
    setFound(undefined);
    const look = async () => {
      const task = await ofTheEngine(`${api.engineApi}/task/${taskId}`);
      const id = task?.processInstanceId && (await runOf(api, task.processInstanceId));
      return { id, approval: APPROVALS.includes(task?.camundaFormRef?.key) };
    };
    look().then(setFound, () => setFound({}));
  }, [taskId]);
  if (!found) return h(Loading);
  if (!found.id) return h(Empty, null, 'This task is not part of a runbook, or it was decided meanwhile.');
  // What was looked at of one run is never shown for another.
  return h(found.approval ? ApprovalPage : RunPage, { key: found.id, id: found.id });
}
