// What several pages are made of.
import { h, useEffect, useRef, useState, Fragment } from './ui.js';
import { moment, utc, sentence } from './format.js';
import { me } from './api.js';
import { embedded, href } from './routes.js';

const TABS = [
  ['runbooks', 'Runbooks'],
  ['approvals', 'Approvals'],
  ['reviews', 'Audit', ['auditors', 'administrators']],
];

/** The frame of a page: where one is, what it is about, and the content. */
export function Page({ title, tab, actions, children }) {
  const [person, setPerson] = useState();
  useEffect(() => {
    if (!embedded) document.title = `Camunda Cockpit | ${title}`;
  }, [title]);
  useEffect(() => {
    me().then(setPerson, () => {});
  }, []);
  return h('div', { class: `mr-page ${embedded ? 'mr-embedded' : ''}` },
    !embedded && h('nav', { class: 'mr-tabs', 'aria-label': 'Runbooks' },
      TABS.filter(([page, , roles]) => !roles || page === tab || person?.may(...roles)).map(([page, name]) =>
        h('a', { href: href(page), class: page === tab ? 'active' : '', 'aria-current': page === tab ? 'page' : undefined }, name)),
      person && h('span', { class: 'mr-person' }, `Your roles: ${person.roles.join(', ') || 'none'}`)),
    h(embedded ? 'div' : 'main', { class: 'mr-content' },
      h('div', { class: 'mr-title' }, h('h1', null, title), h('div', { class: 'mr-actions' }, actions)),
      children));
}

export function Section({ title, aside, children, id }) {
  return h('section', { class: 'mr-section', 'aria-labelledby': id },
    h('div', { class: 'mr-section-title' }, h('h2', { id }, title), aside && h('div', null, aside)),
    children);
}

export function Loading() {
  return h('p', { class: 'mr-quiet', role: 'status' }, 'Loading…');
}

export function Empty({ children }) {
  return h('p', { class: 'mr-empty' }, children);
}

/** A moment in the viewer's zone; UTC for whoever asks. */
export function Time({ at }) {
  return at ? h('time', { dateTime: at, title: utc(at) }, h('span', { class: 'mr-screen' }, moment(at)), h('span', { class: 'mr-paper' }, utc(at))) : '–';
}

/** By when somebody has to approve, and whether they were reminded of it. */
export function Due({ at, reminded }) {
  if (!at) return '–';
  const over = new Date(at) < new Date();
  return h('span', { class: over ? 'mr-loss' : '' }, h(Time, { at }), over ? ' overdue' : reminded && ' reminded');
}

const TONES = {
  'planning': 'quiet',
  'running': 'busy',
  'awaiting-approval': 'waits',
  'needs-attention': 'alarm',
  'completed': 'good',
  'rolled-back': 'quiet',
  'cancelled': 'quiet',
  'rejected': 'quiet',
  'failed': 'alarm',
  'up': 'good',
  'down': 'alarm',
  'disabled': 'quiet',
  'maintenance': 'waits',
  'quarantined': 'alarm',
};

export function State({ code }) {
  return h('span', { class: `mr-state mr-${TONES[code] ?? 'quiet'}` }, sentence(code));
}

const OLD_MS = 30_000;

/** Says of when it is what was read of the platform, once that is old: also where nothing new is told that would draw the page again. */
export function AsOf({ at }) {
  const [, drawAgain] = useState();
  const left = () => Date.parse(at) + OLD_MS - Date.now();
  useEffect(() => {
    const timer = left() > 0 ? setTimeout(() => drawAgain({}), left() + 1) : undefined;
    return () => clearTimeout(timer);
  }, [at]);
  return left() < 0 && [' as of ', h(Time, { at })];
}

/**
 * A bar with its value in words beside it, so that it is read as well as seen.
 *
 * @param more what stands behind these words
 */
export function Bar({ share, label, text, more, tone = 'busy' }) {
  const known = share !== undefined && share !== null;
  const filled = Math.max(0, Math.min(1, known ? share : 0));
  return h('div', { class: 'mr-bar-row' },
    h('div', {
      class: 'mr-bar',
      role: 'progressbar',
      'aria-label': label,
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': known ? Math.floor(filled * 100) : undefined,
      'aria-valuetext': text,
    }, h('div', { class: `mr-fill mr-fill-${tone}`, style: { width: `${filled * 100}%` } })),
    h('span', { class: 'mr-bar-text' }, text, more));
}

/** What went wrong: what happened, what state things are in, what to do next. */
export function ProblemBox({ problem, children }) {
  const box = useRef();
  // Not again for the same one: whoever reads on is not pulled back each time that polling tells it.
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), [problem?.code, problem?.detail]);
  if (!problem) return null;
  const other = problem.links?.runbook?.split('/').pop();
  return h('div', { class: 'mr-problem', role: 'alert', ref: box },
    h('p', null, h('strong', null, problem.detail ?? String(problem.message)), ' ', problem.code && h('code', null, problem.code)),
    problem.reasons?.length > 0 && h(Folded, { lines: problem.reasons }),
    problem.state && h('p', null, problem.state),
    (problem.next || other) && h('p', null, problem.next, other && [' ', h('a', { href: href('run', other) }, 'Look at the run that stands in the way.')]),
    children);
}

/** A list that shows its first lines, and the others on request. */
export function Folded({ lines, first = 8 }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, first);
  return h(Fragment, null,
    h('ul', null, shown.map((line) => h('li', null, line))),
    lines.length > shown.length &&
      h('button', { type: 'button', class: 'btn btn-link', onClick: () => setAll(true) }, `Show all ${lines.length}`));
}

/** Whether the page is being printed: what is shown in pages on a screen has to be on paper as a whole. */
export function usePaper() {
  const [paper, setPaper] = useState(false);
  useEffect(() => {
    const media = matchMedia('print');
    const told = () => setPaper(media.matches);
    media.addEventListener('change', told);
    return () => media.removeEventListener('change', told);
  }, []);
  return paper;
}

/** A table that shows a page of its rows at a time, so that hundreds of them cost nothing. */
export function Table({ caption, columns, rows, size = 25, empty }) {
  const [page, setPage] = useState(0);
  const paper = usePaper();
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const now = Math.min(page, pages - 1);
  if (!rows.length) return h(Empty, null, empty);
  return h('div', { class: 'mr-table' },
    h('table', { class: 'table' },
      h('caption', { class: 'sr-only' }, caption),
      h('thead', null, h('tr', null, columns.map((column) => h('th', { scope: 'col', class: column.class }, column.name)))),
      h('tbody', null, (paper ? rows : rows.slice(now * size, now * size + size)).map((row) =>
        h('tr', null, columns.map((column) => h('td', { class: column.class, 'data-name': column.name }, column.of(row))))))),
    pages > 1 && h('div', { class: 'mr-pager' },
      h('button', { type: 'button', class: 'btn btn-default btn-sm', disabled: now === 0, onClick: () => setPage(now - 1) }, 'Back'),
      h('span', null, `${now * size + 1} to ${Math.min(rows.length, now * size + size)} of ${rows.length}`),
      h('button', { type: 'button', class: 'btn btn-default btn-sm', disabled: now === pages - 1, onClick: () => setPage(now + 1) }, 'Next')));
}

/** A dialog of the browser's own: it keeps the focus, closes with Escape, and gives the focus back. */
export function Dialog({ title, wide, onClose, children }) {
  const dialog = useRef();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element.showModal();
    element.querySelector('[data-first]')?.focus();
    return () => {
      element.close();
      before?.focus?.();
    };
  }, []);
  return h('dialog', {
    ref: dialog,
    class: `mr-dialog ${wide ? 'mr-wide' : ''}`,
    'aria-labelledby': 'mr-dialog-title',
    onCancel: (event) => { event.preventDefault(); onClose(); },
  },
    h('div', { class: 'mr-dialog-title' },
      h('h2', { id: 'mr-dialog-title' }, title),
      h('button', { type: 'button', class: 'mr-close', 'aria-label': 'Close', onClick: onClose }, '×')),
    children);
}

/**
 * Asks before something is done, says what it will do, and takes the reason.
 *
 * @param does a sentence, or more than that
 * @param act gets the reason; its Problem is shown, and the dialog stays open
 */
export function Confirm({ title, does, label = 'Reason', required, verb, danger, extra, act, onClose }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState();
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await act(reason.trim());
      onClose();
    } catch (failure) {
      setProblem(failure);
      setBusy(false);
    }
  };
  return h(Dialog, { title, onClose },
    h('form', { onSubmit: submit },
      h('div', { class: 'mr-dialog-body' },
        typeof does === 'string' ? h('p', null, does) : does,
        extra,
        h(Field, { id: 'mr-reason', label: required ? label : `${label} (optional)` },
          h('textarea', { id: 'mr-reason', class: 'form-control', rows: 3, maxLength: 2000, required, value: reason, 'data-first': !extra, onInput: (event) => setReason(event.target.value) })),
        h(ProblemBox, { problem })),
      h('div', { class: 'mr-dialog-actions' },
        h('button', { type: 'button', class: 'btn btn-default', onClick: onClose }, 'Close'),
        h('button', { type: 'submit', class: `btn ${danger ? 'btn-danger' : 'btn-primary'}`, disabled: busy }, busy ? 'Sending…' : verb))));
}

/** A label, what it labels, and a hint that is read out with it; the control has the field's id. */
export function Field({ id, label, hint, across, children }) {
  return h('div', { class: `mr-field ${across ? 'mr-across' : ''}` },
    h('label', { htmlFor: id }, label),
    children,
    hint !== undefined && h('small', { id: `${id}-hint` }, hint));
}

export function Facts({ of }) {
  return h('dl', { class: 'mr-facts' },
    of.filter(([, value]) => value !== undefined && value !== null && value !== false)
      .map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}
