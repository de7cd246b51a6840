// Where our pages are in Cockpit. A page that is added gets a line here and one in plugin.js.

const base = document.querySelector('base');
const COCKPIT = base.getAttribute('app-root') + '/app/cockpit/default/';

/** Whether a page is shown as a part of another web application, such as Tasklist. */
export const embedded = base.getAttribute('app-name') !== 'cockpit';

export const PATHS = {
  runbooks: '/runbooks',
  approvals: '/runbooks/approvals',
  approval: '/runbooks/approvals/:id',
  run: '/runbooks/runs/:id',
  reviews: '/runbooks/reviews',
  review: '/runbooks/reviews/:id',
};

/** The address of a page, for links. */
export function href(page, id) {
  return (embedded ? COCKPIT : '') + '#' + PATHS[page].replace(':id', id ?? '');
}

export function go(page, id) {
  location.hash = href(page, id);
}

/** The last part of the page's address: the id of what it is about. */
export function idOfPage() {
  return location.hash.split('?')[0].split('/').pop();
}

/** Where Cockpit itself shows the process of a run. */
export const processHref = (process) => `${embedded ? COCKPIT : ''}#/process-instance/${process}/runtime`;
