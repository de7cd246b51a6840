// How figures, times and codes are told to people.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const KINDS = {
  'live-migration': { name: 'Live migration', of: 'instance', does: 'Moves a running instance; it stands still for a moment only.' },
  'cold-migration': { name: 'Cold migration', of: 'instance', does: 'Stops the instance, moves it with its disks, and starts it again.' },
  'node-evacuation': { name: 'Node evacuation', of: 'host', does: 'Makes sure that a failed host is off, and rebuilds its instances elsewhere.' },
  'return-to-service': { name: 'Return to service', of: 'host', does: 'Takes an evacuated host back, after what it left behind was cleared away.' },
  'instance-rebuild': { name: 'Instance rebuild', does: 'Rebuilds one instance of a host that is off; part of an evacuation.' },
};

export const kindName = (kind) => KINDS[kind]?.name ?? sentence(kind);

/** `needs-attention` as `Needs attention`. */
export function sentence(code) {
  const words = String(code).replace(/[-_]/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function bytes(count) {
  if (count === undefined || count === null) return '–';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value)} ${units[unit]}`;
}

export const rate = (bytesPerSecond) => (bytesPerSecond === undefined ? '–' : `${bytes(bytesPerSecond)}/s`);

export const percent = (share) => `${Math.floor(share * 100)} %`;

/** Seconds of an ISO 8601 duration such as `PT1M2.5S`. */
export function seconds(iso) {
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso ?? '');
  return parts ? Number(parts[1] ?? 0) * HOUR + Number(parts[2] ?? 0) * MINUTE + Number(parts[3] ?? 0) : undefined;
}

/** Seconds, as people say them. */
export function span(count) {
  if (count === undefined || Number.isNaN(count)) return '–';
  if (count < 1) return `${Math.round(count * 1000)} ms`;
  if (count < 10) return `${Math.round(count * 10) / 10} s`;
  const whole = Math.round(count);
  if (whole < MINUTE) return `${whole} s`;
  if (whole < HOUR) return both(Math.floor(whole / MINUTE), 'min', whole % MINUTE, 's');
  if (whole < 2 * DAY) return both(Math.floor(whole / HOUR), 'h', Math.floor((whole % HOUR) / MINUTE), 'min');
  return both(Math.floor(whole / DAY), 'days', Math.floor((whole % DAY) / HOUR), 'h');
}

const both = (large, unit, small, lesser) => `${large} ${unit}${small ? ` ${small} ${lesser}` : ''}`;

export const duration = (iso) => span(seconds(iso));

export const range = (forecast) => `${duration(forecast.low)} to ${duration(forecast.high)}`;

const sameDay = (one, other) => one.toDateString() === other.toDateString();

/** In the zone of whoever looks; the day only where it is not today. */
export function moment(instant) {
  const at = new Date(instant);
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return sameDay(at, new Date())
    ? time
    : `${at.toLocaleDateString([], { year: 'numeric', month: 'short', day: 'numeric' })}, ${time}`;
}

export const utc = (instant) => new Date(instant).toISOString().replace('T', ' ').replace(/(\.\d+)?Z/, ' UTC');

/** What a run acts on, by name. */
export const target = (run) => run.instance ?? run.host;

const EXCEPTIONS = { 'hard-stop': 'the hard stop', 'discard-writes': 'the loss of what it wrote at the destination' };

/** What a person has decided, as it follows their name. */
export function decided({ decision, exception, breakGlass, planHash }) {
  const what = EXCEPTIONS[exception] ?? (exception ? sentence(exception) : `plan ${shortHash(planHash)}`);
  if (breakGlass) return `went ahead without the approval of others with ${what}`;
  if (exception) return `${decision === 'approve' ? 'allowed' : 'did not allow'} ${what}`;
  return `${decision === 'approve' ? 'approved' : 'rejected'} ${what}`;
}

export const shortHash = (hash) => hash.slice(0, 12);
