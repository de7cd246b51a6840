// One plan, and the decision about exactly this plan.
import { h, useEffect, useRef, useState } from './ui.js';
import { get, me, post, watch } from './api.js';
import { href, idOfPage } from './routes.js';
import { decided, kindName, sentence, shortHash, target } from './format.js';
import { Due, Facts, Field, Folded, Loading, Page, ProblemBox, Section, State, Time } from './parts.js';
import { differences, Forecast, hashOf, Plan, risks } from './plan.js';
import { Assignment } from './assignment.js';
import { BreakGlass, GlassBroken } from './break-glass.js';

/** @param id of the run; without it the one in the page's address */
export function ApprovalPage({ id = idOfPage() }) {
  // What is looked at stays as it is, whatever becomes of the run meanwhile: the decision is about what was seen.
  const [seen, setSeen] = useState();
  const [now, setNow] = useState();
  const [person, setPerson] = useState();
  const [problem, setProblem] = useState();
  useEffect(() => {
    me().then(setPerson, setProblem);
    return watch(`/runbooks/${id}`, (state) => {
      setNow(state);
      setSeen((before) => (before?.plan ? before : state));
      setProblem(undefined);
    }, setProblem);
  }, [id]);
  if (!seen || !person) return h(Page, { title: 'Approval', tab: 'approvals' }, h(ProblemBox, { problem }), !problem && h(Loading));
  const drifted = Boolean(seen.plan && now.plan && (seen.plan.hash !== now.plan.hash || (now.approval?.asked && hashOf(seen) !== hashOf(now))));
  const renew = async () => {
    const state = await get(`/runbooks/${id}`);
    setNow(state);
    return state;
  };
  const asked = seen.approval?.asked;
  const warnings = seen.plan ? risks(seen.plan, seen.forecast, asked) : [];
  return h(Page, {
    title: `Approval: ${kindName(seen.kind)} of ${target(seen)}`,
    tab: 'approvals',
    actions: h('a', { class: 'btn btn-default', href: href('run', id) }, 'Look at the run'),
  },
    h(ProblemBox, { problem }),
    h(GlassBroken, { run: now, person }),
    asked && now.approval?.asked && h(Asked, { asked }),
    seen.approval?.changes.length > 0 && h(Changes, { approval: seen.approval }),
    drifted && h(Drift, { seen, now, look: () => setSeen(now) }),
    h('div', { class: 'mr-columns' },
      h(Section, { title: 'What is asked', id: 'mr-asked' },
        h(Facts, { of: [
          ['Asked by', seen.requester],
          ['Reason', seen.reason],
          ['Asked', h(Time, { at: seen.requestedAt })],
          ['Why an approval is needed', seen.approval?.reason],
          ['Due', now.approval?.dueAt && h(Due, { at: now.approval.dueAt, reminded: now.approval.remindedAt })],
          ['Who has to approve', seen.approval && needed(seen.approval)],
          ['Taken by', now.approval?.assignee],
          ['Plan', seen.plan && h('code', { title: hashOf(seen) }, shortHash(hashOf(seen)))],
          ['State', h(State, { code: now.state })],
        ] })),
      h('div', null,
        h(Section, { title: 'Risk', id: 'mr-risk' },
          warnings.length
            ? h('ul', { class: 'mr-risks' }, warnings.map((risk) => h('li', null, risk)))
            : h('p', null, 'Nothing in the plan or its forecast stands out. Until the switch-over a failed move leaves the instance where it is.')),
        h(Section, { title: 'Forecast', id: 'mr-forecast' }, h(Forecast, { forecast: seen.forecast, plan: seen.plan })))),
    seen.plan ? h(Plan, { plan: seen.plan }) : h('p', null, 'There is no plan yet.'),
    h(Decide, { key: hashOf(seen), seen, now, person, drifted, renew }));
}

function needed({ quorum, group }) {
  return quorum === 1 ? `One of the group ${group}` : `${quorum} different people of the group ${group}`;
}

/** Something that loses data, asked for by itself after the plan was approved. */
function Asked({ asked }) {
  return h('div', { class: 'mr-problem' },
    h('p', null, h('strong', null, `${sentence(asked.exception)} is asked for, beyond the plan. `), asked.loss),
    h('p', null, 'Where it is not allowed, nothing is lost and an operator decides again.'));
}

/** What the plan replaced, where it was planned anew before it was begun. */
function Changes({ approval }) {
  return h('div', { class: 'mr-note' },
    h('p', null, h('strong', null, 'It was planned anew. '), approval.changedBecause && `The earlier plan no longer held (${approval.changedBecause.replace(/\.$/, '')}). `, 'Earlier decisions do not count for this plan. It differs from the earlier one in this:'),
    h(Folded, { lines: approval.changes.map((one) => `${one.subject}: ${one.before ?? 'nothing'} before, ${one.after ?? 'nothing'} now.`) }));
}

function Drift({ seen, now, look }) {
  const samePlan = seen.plan.hash === now.plan.hash;
  const box = useRef();
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  return h('div', { class: 'mr-problem', role: 'alert', ref: box },
    h('p', null, h('strong', null, samePlan ? 'Something beyond the plan is asked for now. ' : 'The plan has changed since you opened it. '), 'What you look at is ', h('code', null, shortHash(hashOf(seen))), '; what is asked for now is ', h('code', null, shortHash(hashOf(now))), '.'),
    h(Folded, { lines: samePlan ? [now.approval.asked.loss] : differences(seen.plan, now.plan) }),
    h('p', null, 'A decision about what you look at would be refused.'),
    h('button', { type: 'button', class: 'btn btn-primary', onClick: look }, samePlan ? 'Look at what is asked for now' : 'Look at the plan of now'));
}

function Decide({ seen, now, person, drifted, renew }) {
  const [comment, setComment] = useState('');
  const [sending, setSending] = useState();
  const [problem, setProblem] = useState();
  const [done, setDone] = useState();
  const asked = seen.approval?.asked;
  const why = whyNot(now, person);
  const decide = (decision) => async () => {
    if (sending) return;
    setSending(decision);
    setProblem(undefined);
    try {
      await post(`/runbooks/${seen.id}/approvals`, { decision, planHash: hashOf(seen), comment: comment.trim() || undefined });
      setDone(decision);
      await renew();
    } catch (failure) {
      setProblem(failure);
      await renew().catch(() => {});
    }
    setSending(undefined);
  };
  const earlier = now.approvals.map((one) =>
    h('p', null, h('strong', null, one.person), ` ${decided(one)}, `, h(Time, { at: one.decidedAt }), one.comment && `: ${one.comment}`));
  return h(Section, { title: 'Decision', id: 'mr-decision' },
    earlier,
    done && h('p', { class: 'mr-note', role: 'status' },
      drifted ? `You have decided about what you look at. ${seen.plan.hash === now.plan.hash ? 'Something beyond it is asked for now. ' : 'It no longer held when it was to be carried out, and was planned anew: look at the plan of now. '}`
        : done === 'approve' ? `You have ${asked ? 'allowed it' : 'approved this plan'}; ${now.state === 'awaiting-approval' ? 'others have to as well' : 'the run goes on'}. ` : asked ? 'You have not allowed it; an operator decides how to go on. ' : 'You have rejected this plan; the run ends and nothing is moved. ',
      h('a', { href: href('run', seen.id) }, 'Watch it.')),
    h(ProblemBox, { problem }),
    !done && (why
      ? [h('p', { class: 'mr-note' }, why), h(BreakGlass, { run: now, seen, person })]
      : [h(Assignment, { run: now, person, renew }), h('form', { class: 'mr-decide', onSubmit: (event) => event.preventDefault() },
          h(Field, { id: 'mr-comment', label: 'Comment (optional)' },
            h('textarea', { id: 'mr-comment', class: 'form-control', rows: 2, maxLength: 2000, value: comment, onInput: (event) => setComment(event.target.value) })),
          h('div', null,
            h('button', { type: 'button', class: 'btn btn-primary', disabled: Boolean(sending) || drifted, onClick: decide('approve') }, sending === 'approve' ? 'Sending…' : asked ? 'Allow it' : `Approve plan ${shortHash(hashOf(seen))}`), ' ',
            h('button', { type: 'button', class: 'btn btn-default', disabled: Boolean(sending) || drifted, onClick: decide('reject') }, sending === 'reject' ? 'Sending…' : asked ? 'Do not allow it' : 'Reject')))]));
}

/** Why this person cannot decide now; undefined where they can. */
function whyNot(run, person) {
  if (run.state !== 'awaiting-approval') return `The run does not wait for an approval: it is ${run.state.replace('-', ' ')}.`;
  if (run.requester === person.name) return 'You have asked for this run yourself, and nobody decides about their own request. Another approver has to.';
  if (!person.may('approvers')) return 'Approvers decide about plans. Your roles do not include that one; you can look at everything.';
  const mine = run.approvals.find((one) => one.person === person.name && one.planHash === hashOf(run));
  return mine && 'You have already decided about this plan.';
}
