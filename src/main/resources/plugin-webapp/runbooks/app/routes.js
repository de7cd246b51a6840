// Where our pages are in Cockpit. A page that is added gets a line here and one in plugin.js.

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
  return '#' + PATHS[page].replace(':id', id ?? '');
}

export function go(page, id) {
  location.hash = href(page, id);
}

/** The last part of the page's address: the id of what it is about. */
export function idOfPage() {
  return location.hash.split('?')[0].split('/').pop();
}

/** Where Cockpit itself shows the process of a run. */
export const processHref = (process) => `#/process-instance/${process}/runtime`;
