// What Tasklist loads: one tab of each task, in front of the form.
import { shows } from './shows.js';
import { TaskTab } from './task-tab.js';

export default [shows('runbooks-task', 'tasklist.task.detail', TaskTab, { priority: 1100, properties: { label: 'Runbook' } })];
