// Starts a runbook, after it was seen what it would do.
import { h, useEffect, useMemo, useRef, useState, Fragment } from './ui.js';
import { get, NoAnswer, pause, post, query } from './api.js';
import { go } from './routes.js';
import { bytes, KINDS, sentence } from './format.js';
import { Dialog, Field, ProblemBox, Time } from './parts.js';
import { Forecast, Plan, risks } from './plan.js';

const SEARCH_MS = 200;
const LOOK_AGAIN_MS = 2_000;
const LOOKS = 10;

const STARTABLE = Object.entries(KINDS).filter(([, kind]) => kind.of);

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param kind the runbook to begin with */
export function StartDialog({ kind: first, onClose }) {
  const [kind, setKind] = useState(KINDS[first]?.of ? first : 'live-migration');
  const [fields, setFields] = useState({});
  const [dryRun, setDryRun] = useState();
  const [problem, setProblem] = useState();
  const [busy, setBusy] = useState();
  const [doubt, setDoubt] = useState(false);
  const [platforms, setPlatforms] = useState([]);
  // One for the life of the dialog: however often it is sent, one run begins.
  const key = useMemo(newKey, []);
  const closed = useRef(new AbortController());
  useEffect(() => () => closed.current.abort(), []);
  useEffect(() => { get('/platforms').then((page) => setPlatforms(page.items), () => {}); }, []);
  // Counts the changes of the fields: an answer about what they said before is dropped.
  const changes = useRef(0);

  const scope = KINDS[kind].of;
  const body = bodyOf(scope, kind, fields);
  const changed = () => {
    changes.current++;
    setDryRun(undefined);
    setProblem(undefined);
    setBusy((now) => (now === 'plan' ? undefined : now));
  };
  const set = (name) => (event) => {
    const value = event.target.type === 'checkbox' ? event.target.checked : event.target.value;
    // The hosts of another platform are other ones, whatever they are called.
    setFields((now) => ({ ...now, ...(name === 'platform' && { destination: '' }), [name]: value }));
    changed();
  };

  const look = async () => {
    if (busy) return;
    const asked = ++changes.current;
    setBusy('plan');
    setProblem(undefined);
    setDryRun(undefined);
    const tell = (say, what) => {
      if (asked !== changes.current) return;
      say(what);
      setBusy(undefined);
    };
    // The plan does not know the brake, which would refuse the start.
    await Promise.all([post(`/plans/${kind}`, body), get('/brake')])
      .then(([answer, brake]) => tell(setDryRun, { ...answer, brake }), (failure) => tell(setProblem, failure));
  };

  const start = async () => {
    if (busy) return;
    setBusy('start');
    setProblem(undefined);
    for (let turn = 0; turn < LOOKS && !closed.current.signal.aborted; turn++) {
      try {
        const run = await post(`/runbooks/${kind}`, body, { 'Idempotency-Key': key });
        onClose();
        go('run', run.id);
        return;
      } catch (failure) {
        setProblem(failure);
        setDoubt(failure instanceof NoAnswer);
        if (!(failure instanceof NoAnswer)) break;
        setBusy('unknown');
        await pause(LOOK_AGAIN_MS, closed.current.signal);
      }
    }
    setBusy(undefined);
  };

  const ready = body[scope] && body.reason;
  const startable = dryRun?.plan && !dryRun.brake.engaged;
  const submit = (event) => {
    event.preventDefault();
    if (startable) start();
    else look();
  };
  // What may have arrived cannot become another request.
  const locked = busy === 'start' || doubt;
  return h(Dialog, { title: 'Start a runbook', wide: true, onClose },
    h('form', { onSubmit: submit },
      h('div', { class: 'mr-dialog-body' },
        h('fieldset', { class: 'mr-form', disabled: locked },
          h(Field, { id: 'mr-kind', label: 'Runbook', hint: KINDS[kind].does },
            h('select', { id: 'mr-kind', 'aria-describedby': 'mr-kind-hint', class: 'form-control', value: kind, onChange: (event) => { setKind(event.target.value); changed(); } },
              STARTABLE.map(([code, { name }]) => h('option', { value: code }, name)))),
          platforms.length > 1 && h(Field, { id: 'mr-platform', label: 'Platform' },
            h('select', { id: 'mr-platform', class: 'form-control', value: fields.platform ?? '', onChange: set('platform') },
              h('option', { value: '' }, 'Any'),
              platforms.map(({ name }) => h('option', { value: name }, name)))),
          h(Search, { key: scope, scope, platform: fields.platform, value: fields[scope] ?? '', onInput: set(scope) }),
          scope === 'instance' && h(Destination, { platform: fields.platform, value: fields.destination ?? '', onChange: set('destination') }),
          h(Field, { id: 'mr-why', label: 'Reason, for the approver and the audit', across: true },
            h('input', { id: 'mr-why', class: 'form-control', required: true, maxLength: 2000, value: fields.reason ?? '', onInput: set('reason') })),
          h(Options, { kind, fields, set })),
        busy === 'plan' && h('p', { role: 'status' }, 'Looking what it would do…'),
        doubt && h('p', { class: 'mr-note', role: 'status' },
          busy ? 'It is not known yet whether the runbook was started. The same request is sent again; it has a key by which it starts once only.'
            : `No answer came to ${LOOKS} requests. Start sends the same one again; it has a key by which it starts once only. If you close this, look under “Runbooks” first whether it runs.`),
        h(ProblemBox, { problem }),
        dryRun?.brake.engaged && h(Braked, { brake: dryRun.brake }),
        dryRun && h(DryRun, { dryRun })),
      h('div', { class: 'mr-dialog-actions' },
        h('span', { class: 'mr-quiet' }, dryRun ? '' : 'The dry run changes nothing. Start works once it was seen.'),
        h('button', { type: 'button', class: 'btn btn-default', onClick: onClose }, 'Close'),
        h('button', { type: 'button', class: dryRun ? 'btn btn-default' : 'btn btn-primary', disabled: !ready || Boolean(busy) || doubt, onClick: look }, 'Dry run'),
        h('button', { type: 'submit', class: 'btn btn-primary', disabled: !startable || Boolean(busy) }, busy === 'start' ? 'Starting…' : 'Start'))));
}

function bodyOf(scope, kind, fields) {
  const body = { [scope]: fields[scope]?.trim(), reason: fields.reason?.trim() };
  if (fields.platform) body.platform = fields.platform;
  if (scope === 'instance' && fields.destination) body.destination = fields.destination;
  if (kind === 'live-migration') {
    if (fields.allowPostCopy) body.allowPostCopy = true;
    if (fields.allowAutoConverge) body.allowAutoConverge = true;
    if (fields.maxDowntimeMillis) body.maxDowntimeMillis = Number(fields.maxDowntimeMillis);
  }
  if (scope === 'instance' && fields.bandwidth?.trim()) body.bandwidth = fields.bandwidth.trim();
  if (kind === 'cold-migration' && fields.allowHardStop) body.allowHardStop = true;
  const images = (fields.rebuildFromImage ?? '').split(/[\s,]+/).filter(Boolean);
  if (kind === 'node-evacuation' && images.length) body.rebuildFromImage = images;
  return body;
}

/** A field that proposes names as one types. */
function Search({ scope, platform, value, onInput }) {
  const [found, setFound] = useState({ items: [] });
  useEffect(() => {
    let stale = false;
    const told = (answer) => stale || setFound({ ...answer, to: value });
    const timer = setTimeout(() => {
      get(`/${scope}s${query({ platform, search: value.trim(), size: 20 })}`).then(told, (problem) => told({ items: [], problem }));
    }, SEARCH_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [scope, platform, value]);
  return h(Field, { id: 'mr-target', label: sentence(scope), hint: hintOf(found, scope, value) },
    h('input', { id: 'mr-target', 'aria-describedby': 'mr-target-hint', class: 'form-control', list: 'mr-found', required: true, autoComplete: 'off', 'data-first': true, placeholder: 'Type a part of its name', value, onInput }),
    h('datalist', { id: 'mr-found' }, found.items.map((one) => h('option', { value: one.name }, about(one)))));
}

/** What the search tells about what was typed: also that it could not look everywhere. */
function hintOf({ items, unreachable, problem, to }, scope, value) {
  const exact = items.filter((one) => one.name === value.trim());
  if (exact.length > 1) return `${exact.length} platforms have one of this name: choose the platform.`;
  if (exact.length) return about(exact[0]);
  if (problem) return `The search did not work: ${problem.detail} Type the whole name.`;
  if (unreachable?.length) return `No answer from ${unreachable.join(', ')}: its ${scope}s are not found here. Type the whole name, or try later.`;
  return value && to === value && !items.length ? `No ${scope} has this in its name.` : '\u00a0';
}

const about = (one) => one.host
  ? `on ${one.host}, ${one.state}, ${one.cpus} processors, ${bytes(one.memoryBytes)}`
  : `${one.state}, ${one.use.instances} instances`;

function Destination({ platform, value, onChange }) {
  const [hosts, setHosts] = useState([]);
  useEffect(() => {
    let stale = false;
    setHosts([]);
    get(`/hosts${query({ platform, state: 'up', size: 500 })}`).then((page) => stale || setHosts(page.items), () => {});
    return () => { stale = true; };
  }, [platform]);
  return h(Field, { id: 'mr-destination', label: 'Destination' },
    h('select', { id: 'mr-destination', class: 'form-control', value, onChange },
      h('option', { value: '' }, 'The best host'),
      hosts.map((host) => h('option', { value: host.name }, `${host.name} (${bytes(host.capacity.memoryBytes - host.use.memoryBytes)} free)`))));
}

function Options({ kind, fields, set }) {
  const check = (name, text) => h('label', { class: 'mr-check' },
    h('input', { type: 'checkbox', checked: Boolean(fields[name]), onChange: set(name) }), ' ', text);
  const input = (name, text, more) => h(Field, { id: `mr-${name}`, label: text },
    h('input', { id: `mr-${name}`, class: 'form-control', value: fields[name] ?? '', onInput: set(name), ...more }));
  const options = {
    'live-migration': [
      check('allowAutoConverge', 'The guest may be slowed down'),
      check('allowPostCopy', 'It may be switched over before its memory has arrived'),
      input('maxDowntimeMillis', 'May stand still for at most (ms)', { type: 'number', min: 1, max: 3600000 }),
      input('bandwidth', 'May use of the link', { placeholder: '500Mbit' }),
    ],
    'cold-migration': [
      check('allowHardStop', 'The power may be taken from it if it does not shut down'),
      input('bandwidth', 'May use of the link', { placeholder: '500Mbit' }),
    ],
    'node-evacuation': [input('rebuildFromImage', 'Rebuild these from their images, although what was written to their disks is lost', { placeholder: 'names, with spaces between' })],
  }[kind];
  return options && h('details', { class: 'mr-details mr-across' }, h('summary', null, 'More options'), h('div', { class: 'mr-form' }, options));
}

function Braked({ brake }) {
  return h('div', { class: 'mr-problem', role: 'alert' },
    h('p', null, h('strong', null, 'The brake is engaged'), ` by ${brake.changedBy}, `, h(Time, { at: brake.changedAt }), `: ${brake.reason}`),
    h('p', null, 'No runbook can be started until somebody releases it. Do the dry run again then.'));
}

function DryRun({ dryRun }) {
  if (!dryRun.plan) {
    return h('div', { class: 'mr-problem', role: 'alert' },
      h('p', null, h('strong', null, 'No allowed way of moving it would end.')),
      h('ul', null, dryRun.notes.map((note) => h('li', null, note))),
      h('p', null, 'Nothing was changed. Allow more under "More options", or choose a cold migration.'));
  }
  const warnings = risks(dryRun.plan, dryRun.forecast);
  return h('div', { class: 'mr-dry-run', 'aria-live': 'polite' },
    h('p', { class: 'mr-note' }, h('strong', null, dryRun.approvalRequired ? 'An approver will be asked. ' : dryRun.brake.engaged ? '' : 'It begins at once. '), dryRun.notes.join(' ')),
    warnings.length > 0 && h('ul', { class: 'mr-risks' }, warnings.map((risk) => h('li', null, risk))),
    h(Plan, { plan: dryRun.plan }),
    h(Fragment, null, h('h3', null, 'Forecast'), h(Forecast, { forecast: dryRun.forecast, plan: dryRun.plan })));
}
