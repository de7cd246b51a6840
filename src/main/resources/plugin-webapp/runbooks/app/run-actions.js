// What people can say to a run; each button says what it will do before it does it.
import { h, useState, Fragment } from './ui.js';
import { post } from './api.js';
import { href } from './routes.js';
import { Confirm, Field } from './parts.js';
import { target } from './format.js';
import { BreakGlass } from './break-glass.js';
import { gateOf } from './gates.js';

const MOVE = (run) => `Stops what is under way for ${target(run)}, where that is still possible, and gives back what was taken.`;

/** What cancelling really does in each runbook; at a gate it is giving up. */
const CANCEL = {
  'live-migration': (run) => `${MOVE(run)} Until switch-over the instance stays where it is; after it the run goes on to its end.`,
  'cold-migration': (run) => `${MOVE(run)} Until it is started at the destination the instance is taken back to the source without loss. After it the run goes on to its end; where it waits for a decision, an approver is asked first, since what was written at the destination would be lost.`,
  'instance-rebuild': (run) => `Where it has not begun, ${target(run)} is not rebuilt and stays off. What has begun goes on as far as it cannot be stopped; what runs at the destination stays there.`,
  'node-evacuation': (run) => `Before ${run.host} is switched off, the run ends and nothing is rebuilt. After it the host stays off and quarantined: what has not begun is not rebuilt, what has begun goes on.`,
  'return-to-service': (run) => `Brings to its end what is under way. Once ${run.host} was to be given power it is switched off again, with whatever runs there, and stays quarantined. Where switching it off has just failed it is left as it is, possibly on: take its power by hand. Once it is in service it is too late.`,
};

const cancelMeans = (run) => (CANCEL[run.kind] ?? MOVE)(run);

export function RunActions({ run, person }) {
  const [asking, setAsking] = useState();
  if (!person) return null;
  const operates = person.may('operators', 'administrators');
  const actions = [];
  const add = (name, verb, does, danger, act, more) => actions.push({ name, verb, does, danger, act, ...more });
  const path = `/runbooks/${run.id}`;
  if (operates && run.decisions) {
    for (const { decision, name, does, danger } of gateOf(run)) {
      add(name, name, does, danger, (comment) => post(`${path}/decisions`, { decision, comment: comment || undefined }), { label: 'Comment' });
    }
  }
  if (run.decisions?.includes('attest') && person.may('operators', 'approvers', 'administrators')) {
    add('Attest that the host is off', 'I attest it', `Two different people have to say that ${run.host} has no power, and any sign of life is stronger than both. After that its instances are started elsewhere: if it still runs, they run twice.`, true,
      (comment, host) => post(`${path}/attestations`, { host, comment: comment || undefined }), { label: 'How you have made sure', host: true, required: true });
  }
  if (operates && run.links.cancel && !run.cancellation) {
    add('Cancel', 'Ask for it to be cancelled', cancelMeans(run), true,
      (reason) => post(`${path}/cancel`, { reason: reason || undefined }));
  }
  return h(Fragment, null,
    run.links.approvals && h('a', { class: 'btn btn-default', href: href('approval', run.id) }, 'Look at the plan and decide'),
    h(BreakGlass, { run, person }),
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
