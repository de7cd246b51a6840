// Talks to /api/v1 with the session that the person has in Cockpit. Every refusal arrives as a Problem (RFC 9457).

const appRoot = document.querySelector('base').getAttribute('app-root');
const ROOT = appRoot.replace(/\/camunda$/, '') + '/api/v1';
const PATIENCE_MS = 15_000;
const POLL_MS = 3_000;
const POLLS_BEFORE_STREAM = 5;
/** The server says every 15 s that it is still there; three times without a word, and nothing comes any more. */
const SILENCE_MS = 45_000;

/** What the server, or the way to it, has against a request. */
export class Problem extends Error {
  constructor(members) {
    super(members.detail);
    Object.assign(this, members);
  }
}

/** No answer came: what was asked for may have happened all the same. */
export class NoAnswer extends Problem {
  constructor(detail) {
    super({
      code: 'NO_ANSWER',
      detail,
      state: 'It is not known whether the request has arrived.',
      next: 'Look again in a moment. Check the network if that does not help.',
    });
  }
}

function pageToken() {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith('XSRF-TOKEN='));
  return cookie ? decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) : '';
}

function headers(more) {
  // Says that a script asks, so that no log-in dialogue of the browser's pops up.
  return { Accept: 'application/json, application/problem+json', 'X-Requested-With': 'XMLHttpRequest', ...more };
}

async function problemOf(response) {
  if ((response.headers.get('Content-Type') || '').includes('problem+json')) {
    const members = await response.json();
    if (response.status === 401) {
      members.detail = 'Your session has ended.';
      members.next = 'Load the page again and log in.';
    }
    return new Problem(members);
  }
  return new Problem({
    code: `HTTP_${response.status}`,
    status: response.status,
    detail: `The server answered with status ${response.status}.`,
    state: 'It is not known what it made of the request.',
    next: 'Load the page again; tell an administrator if it stays so.',
  });
}

async function send(method, path, { body, more = {}, accept } = {}) {
  const given = { ...more };
  if (accept) given.Accept = accept;
  if (method !== 'GET') given['X-XSRF-TOKEN'] = pageToken();
  if (body !== undefined) given['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(ROOT + path, {
      method,
      headers: headers(given),
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (failure) {
    throw new NoAnswer(
      failure.name === 'TimeoutError'
        ? `No answer came within ${PATIENCE_MS / 1000} seconds.`
        : 'The server could not be reached.',
    );
  }
  if (!response.ok) throw await problemOf(response);
  return accept ? response.text() : response.json();
}

export const get = (path) => send('GET', path);
export const getText = (path, accept) => send('GET', path, { accept });
export const post = (path, body, more) => send('POST', path, { body, more });
export const put = (path, body) => send('PUT', path, { body });
export const remove = (path) => send('DELETE', path);

/** Where a file is that the browser itself fetches. */
export const fileHref = (path) => ROOT + path;

/** Builds a query of those parameters that have a value. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length ? '?' + new URLSearchParams(given) : '';
}

let asked;

/**
 * Who looks at the page: name and roles. Whoever asks while another asks gets the same answer; none is kept, since Cockpit lets
 * somebody else log in without loading the page anew.
 */
export function me() {
  asked ??= get('/me').then((person) => ({
    ...person,
    may: (...roles) => roles.some((role) => person.roles.includes(role)),
  })).finally(() => (asked = undefined));
  return asked;
}

/**
 * Watches what a GET of the path answers: by its stream of events, by asking now and then where no stream is to be had, and not at all
 * while nobody looks, since a browser has few connections for all its tabs.
 *
 * @param told called with each new state
 * @param failed called with each Problem; watching goes on, except where it has no sense
 * @return what stops it
 */
export function watch(path, told, failed) {
  let stop = new AbortController();
  let over = false;

  const go = async (signal) => {
    while (!signal.aborted && !over) {
      try {
        over = await stream(path, told, signal);
      } catch (problem) {
        if (signal.aborted) return;
        if (problem instanceof Problem && [401, 403, 404].includes(problem.status)) {
          failed(problem);
          return;
        }
        await poll(path, told, failed, signal);
      }
    }
  };
  const look = () => {
    stop.abort();
    stop = new AbortController();
    if (!document.hidden) go(stop.signal);
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    stop.abort();
  };
}

async function stream(path, told, signal) {
  const silence = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  heard();
  try {
    const response = await fetch(`${ROOT}${path}/events`, {
      headers: headers({ Accept: 'text/event-stream, application/problem+json' }),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok) throw await problemOf(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new NoAnswer('The stream has broken off.');
      heard();
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const { name, data } = event(block);
        if (name === 'end') return true;
        if (data) told(JSON.parse(data));
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function event(block) {
  const lines = block.split('\n');
  const of = (field) =>
    lines.filter((line) => line.startsWith(field + ':')).map((line) => line.slice(field.length + 1).trimStart());
  return { name: of('event')[0], data: of('data').join('\n') };
}

async function poll(path, told, failed, signal) {
  for (let turn = 0; turn < POLLS_BEFORE_STREAM && !signal.aborted; turn++) {
    try {
      const state = await get(path);
      if (!signal.aborted) told(state);
    } catch (problem) {
      if (!signal.aborted) failed(problem);
    }
    await pause(POLL_MS, signal);
  }
}

/** Waits; not longer than the signal allows. */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
