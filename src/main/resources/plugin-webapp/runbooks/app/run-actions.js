// What people can say to a run; each button says what it will do before it does it.
import { h, useState, Fragment } from './ui.js';
import { post } from './api.js';
import { href } from './routes.js';
import { Confirm, Field } from './parts.js';
import { target } from './format.js';

const GATE = {
  'retry': ['Try again', 'Reads where things are, plans again, and tries again what did not work.'],
  'other-destination': ['Another destination', 'Plans again and passes over the destination that did not work.'],
  'give-up': ['Give up', 'Ends the run. What can be given back is given back; an instance is left where it is read to be.'],
  'hard-stop': ['Take its power', 'Asks an approver to let the power be taken from the instance; what it has not written to its disks would be lost.'],
  'accept': ['Accept as it is', 'Takes what is there for good although the check did not pass.'],
};

export function RunActions({ run, person }) {
  const [asking, setAsking] = useState();
  if (!person) return null;
  const operates = person.may('operators', 'administrators');
  const actions = [];
  const add = (name, verb, does, danger, act, more) => actions.push({ name, verb, does, danger, act, ...more });
  const path = `/runbooks/${run.id}`;
  if (operates && run.decisions) {
    for (const decision of run.decisions.filter((code) => GATE[code])) {
      const [name, does] = GATE[decision];
      add(name, name, does, ['give-up', 'hard-stop'].includes(decision), (comment) => post(`${path}/decisions`, { decision, comment: comment || undefined }), { label: 'Comment' });
    }
  }
  if (run.decisions?.includes('attest') && person.may('operators', 'approvers', 'administrators')) {
    add('Attest that the host is off', 'I attest it', `Two different people have to say that ${run.host} has no power, and any sign of life is stronger than both. After that its instances are started elsewhere: if it still runs, they run twice.`, true,
      (comment, host) => post(`${path}/attestations`, { host, comment: comment || undefined }), { label: 'How you have made sure', host: true, required: true });
  }
  if (operates && run.links.approvals && run.plan) {
    add('Break the glass', 'Go ahead without approval', 'Goes ahead with this plan although nobody else has approved it. For whoever is alone at night: it counts for a limited time, stands out until an auditor has signed the run off, and your next one may be refused until then.', true,
      (reason) => post(`${path}/break-glass`, { planHash: run.approval?.asked?.planHash ?? run.plan.hash, reason }), { label: 'Why nobody else can be asked', required: true });
  }
  if (operates && run.links.cancel && !run.cancellation) {
    add('Cancel', 'Ask for it to be cancelled', `Stops what is under way for ${target(run)}, where that is still possible, and gives back what was taken. Until switch-over an instance stays where it is.`, true,
      (reason) => post(`${path}/cancel`, { reason: reason || undefined }));
  }
  return h(Fragment, null,
    run.links.approvals && h('a', { class: 'btn btn-default', href: href('approval', run.id) }, 'Look at the plan and decide'),
    actions.map((action) => h('button', { type: 'button', class: 'btn btn-default', onClick: () => setAsking(action) }, action.name)),
    asking && h(Ask, { key: asking.name, asking, onClose: () => setAsking(undefined) }));
}

function Ask({ asking, onClose }) {
  const [host, setHost] = useState('');
  return h(Confirm, {
    title: asking.name,
    does: asking.does,
    label: asking.label,
    required: asking.required,
    verb: asking.verb,
    danger: asking.danger,
    extra: asking.host && h(Field, { id: 'mr-host', label: 'Name of the host, as you read it on the machine itself' },
      h('input', { id: 'mr-host', class: 'form-control', required: true, 'data-first': true, autoComplete: 'off', value: host, onInput: (event) => setHost(event.target.value) })),
    act: (reason) => asking.act(reason, host.trim()),
    onClose,
  });
}
