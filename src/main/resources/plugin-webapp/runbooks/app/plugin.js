// What Cockpit loads: our pages, and where they are linked from.
import { PATHS, href } from './routes.js';
import { RunbooksPage, Tile } from './runbooks-page.js';
import { RunPage } from './run-page.js';
import { ApprovalsPage } from './approvals-page.js';
import { ApprovalPage } from './approval-page.js';
import { ReviewsPage } from './reviews-page.js';
import { ReviewPage } from './review-page.js';
import { shows } from './shows.js';
import { DefinitionAction, InstanceAction } from './actions.js';

const PAGES = { runbooks: RunbooksPage, run: RunPage, approvals: ApprovalsPage, approval: ApprovalPage, reviews: ReviewsPage, review: ReviewPage };

export default [
  ...Object.entries(PAGES).map(([page, component]) =>
    shows(`runbooks-${page}`, 'cockpit.route', component, { properties: { path: PATHS[page] } })),
  {
    id: 'runbooks',
    pluginPoint: 'cockpit.navigation',
    priority: 100,
    properties: {
      label: 'Runbooks',
      pagePath: href('runbooks'),
      checkActive: (url) => url.includes(href('runbooks')),
    },
  },
  shows('runbooks-tile', 'cockpit.dashboard', Tile, { priority: 100 }),
  shows('runbooks-start', 'cockpit.processDefinition.runtime.action', DefinitionAction, { priority: 100 }),
  shows('runbooks-run', 'cockpit.processInstance.runtime.action', InstanceAction, { priority: 100 }),
];
