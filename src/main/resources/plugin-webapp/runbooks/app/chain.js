// Whether the whole audit is what was written, in a sentence that cannot be misread.
import { h, useEffect, useState } from './ui.js';
import { get } from './api.js';
import { sentence, shortHash } from './format.js';
import { Folded, ProblemBox, Time } from './parts.js';

export function Chain() {
  const [verified, setVerified] = useState();
  const [problem, setProblem] = useState();
  const [busy, setBusy] = useState(false);
  const verify = () => {
    setBusy(true);
    get('/audit/verification')
      .then((answer) => { setVerified(answer); setProblem(undefined); }, setProblem)
      .finally(() => setBusy(false));
  };
  useEffect(verify, []);
  return h('div', { class: `mr-chain ${verified ? (verified.intact ? 'mr-chain-good' : 'mr-chain-broken') : ''}`, role: 'status' },
    h(ProblemBox, { problem }),
    verified && (verified.intact ? h(Intact, { verified }) : h(Broken, { verified })),
    h('button', { type: 'button', class: 'btn btn-default btn-sm mr-screen', disabled: busy, onClick: verify }, busy ? 'Reading the whole audit…' : 'Verify again'));
}

function Intact({ verified }) {
  return h('div', null,
    h('p', null, h('strong', null, 'The audit is intact. '),
      `All ${verified.sealed} sealed entries are what was written, in the order in which they were sealed.`),
    h('p', { class: 'mr-quiet' }, 'Last seal ', h('code', { title: verified.headHash }, shortHash(verified.headHash)), '. ', h(Unsealed, { of: verified.unsealed }),
      verified.appendOnly === false && ' The application’s database user could change entries; see “Rights on PostgreSQL” in the operations manual.'));
}

function Unsealed({ of }) {
  return of.count === 0 ? 'Nothing waits for its seal.' : ['', `${of.count} ${of.count === 1 ? 'entry waits' : 'entries wait'} for a seal since `, h(Time, { at: of.since }), '.'];
}

function Broken({ verified }) {
  return h('div', null,
    h('p', null, h('strong', null, 'The audit is NOT what was written. '),
      `${verified.findingsTotal} ${verified.findingsTotal === 1 ? 'thing was' : 'things were'} found. Nothing is accepted until this is explained.`),
    h(Folded, { lines: verified.findings.map((finding) => `${sentence(finding.kind)}: ${finding.message}`) }));
}
