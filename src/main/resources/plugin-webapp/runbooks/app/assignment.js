// Who looks at what waits for an approver. It tells the others, and keeps nobody from deciding.
import { h, useEffect, useState } from './ui.js';
import { get, put, remove } from './api.js';
import { embedded, href } from './routes.js';
import { Field, ProblemBox } from './parts.js';

/**
 * For those who may decide: takes it, gives it back, hands it to a colleague.
 *
 * @param renew reads the run again
 */
export function Assignment({ run, person, renew }) {
  const [colleagues, setColleagues] = useState([]);
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState();
  const path = `/runbooks/${run.id}`;
  const holder = run.approval.assignee;
  const mine = holder === person.name;
  useEffect(() => {
    get(`${path}/approvers`).then(({ items }) => setColleagues(items.filter((one) => one !== person.name)), setProblem);
  }, [run.id, run.approvals.length]);
  const change = (act) => async () => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
      setTo('');
      await renew();
    } catch (failure) {
      setProblem(failure);
      await renew().catch(() => {});
    }
    setBusy(false);
  };
  const button = (name, act) => h('button', { type: 'button', class: 'btn btn-default', disabled: busy, onClick: change(act) }, name);
  // Tasklist has buttons of its own for that, which would not learn of a change made here.
  const changes = embedded
    ? h('a', { href: href('approval', run.id) }, 'Hand it to a colleague in Cockpit')
    : holder
      ? button(mine ? 'Give it back' : 'Open it to everybody', () => remove(`${path}/assignee`))
      : button('Take it', () => put(`${path}/assignee`, { person: person.name }));
  return h('div', { class: 'mr-assignment' },
    h('p', { role: 'status' }, mine ? 'You have taken it. ' : holder ? `${holder} has taken it; you can decide all the same. ` : 'Nobody has taken it yet. ', changes),
    !embedded && (!holder || mine) && colleagues.length > 0 && h('div', { class: 'mr-hand' },
      h(Field, { id: 'mr-colleague', label: 'Or hand it to a colleague' },
        h('select', { id: 'mr-colleague', class: 'form-control', value: to, onChange: (event) => setTo(event.target.value) },
          h('option', { value: '' }, 'Choose'),
          colleagues.map((one) => h('option', { value: one }, one)))),
      h('button', { type: 'button', class: 'btn btn-default', disabled: busy || !to, onClick: change(() => put(`${path}/assignee`, { person: to })) }, 'Hand it over')),
    h(ProblemBox, { problem }));
}
