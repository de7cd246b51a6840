// Going ahead alone: what it means before it is done, and the mark that it leaves until an auditor has looked.
import { h, useEffect, useState, Fragment } from './ui.js';
import { post } from './api.js';
import { href } from './routes.js';
import { duration, seconds, shortHash } from './format.js';
import { Confirm, Time } from './parts.js';
import { hashOf } from './plan.js';

/**
 * The button for whoever is alone; nothing for those who may not, or who can just as well approve.
 *
 * @param seen the run with the plan that the person looks at
 */
export function BreakGlass({ run, seen = run, person }) {
  // The hash of the plan that was looked at when the button was pressed: no other plan is gone ahead with, whatever becomes of the run.
  const [asking, setAsking] = useState();
  const may = mayBreak(run, person);
  // A dialog that has lost its sense never comes back by itself.
  useEffect(() => { if (!may) setAsking(undefined); }, [may]);
  if (!may) return null;
  return h(Fragment, null,
    h('button', { type: 'button', class: 'btn btn-default', onClick: () => setAsking(hashOf(seen)) }, 'Break the glass'),
    asking && h(Confirm, {
      title: 'Break the glass',
      does: h(Meaning, { hash: asking, terms: run.approval.breakGlass }),
      label: 'Why it cannot wait, and why nobody else can be asked',
      required: true,
      verb: 'Go ahead without approval',
      danger: true,
      act: (reason) => post(`/runbooks/${run.id}/break-glass`, { planHash: asking, reason }),
      onClose: () => setAsking(undefined),
    }));
}

function mayBreak(run, person) {
  const approval = run.approval;
  if (!person.may('operators', 'administrators') || !run.links.approvals || !run.plan || !approval?.breakGlass) return false;
  if (run.approvals.some((one) => one.person === person.name && one.planHash === hashOf(run))) return false;
  const approvesAlone = person.may('approvers') && run.requester !== person.name && approval.quorum === 1 && approval.group === 'approvers';
  return !approvesAlone;
}

function Meaning({ hash, terms }) {
  return h(Fragment, null,
    h('p', null, 'For whoever is alone when it cannot wait. The run goes on at once with plan ', h('code', null, shortHash(hash)), ', although nobody else has approved it.'),
    h('ul', { class: 'mr-risks' },
      h('li', null, `It counts for ${duration(terms.validFor)}. What has begun by then is carried on to its end; if nothing has, nothing begins any more, and the run has to be cancelled and started again.`),
      h('li', null, 'It is loud: your name and reason stand in the log, in the audit, and wherever this run is shown.'),
      h('li', null, `An auditor has to sign the run off within ${duration(terms.reviewWithin)}. After that you cannot do it again until one has.`),
      h('li', null, 'It replaces the approval and nothing else: what proves that a host is off is asked for as ever.')));
}

/** The mark on a run for which the glass was broken. */
export function GlassBroken({ run, person }) {
  const broken = run.approvals.filter((one) => one.breakGlass).at(-1);
  if (!broken) return null;
  const after = (iso) => new Date(Date.parse(broken.decidedAt) + seconds(iso) * 1000).toISOString();
  const terms = run.approval?.breakGlass;
  const due = terms && after(terms.reviewWithin);
  return h('div', { class: run.reviewedAt ? 'mr-note' : 'mr-problem' },
    h('p', null, h('strong', null, 'The glass was broken. '), `${broken.person} went ahead without the approval of others, `, h(Time, { at: broken.decidedAt }), `: ${broken.comment}`),
    run.reviewedAt
      ? h('p', null, 'An auditor has looked at it and signed the run off, ', h(Time, { at: run.reviewedAt }), '.')
      : h('p', null,
          !run.endedAt && terms && ['It counts until ', h(Time, { at: after(terms.validFor) }), '. '],
          'An auditor has to sign the run off', due && [' by ', h(Time, { at: due })], due && new Date(due) < new Date() && ', which is overdue', '. ',
          run.endedAt && person?.may('auditors') && h('a', { class: 'mr-screen', href: href('review', run.id) }, 'Look at its record.')));
}
