// What can be said at the gate "Decide how to go on", in the words of each runbook.
import { sentence } from './format.js';

const READ = 'Reads first where the instance is.';

const MOVE_AGAIN = `${READ} Where it is still at the source, it is planned and tried again; a plan that is not the approved one has to be approved. Where it is at the destination, it is verified again.`;

const GATES = {
  'live-migration': {
    'retry': ['Try again', MOVE_AGAIN],
    'other-destination': ['Another destination', `${READ} Then it is planned again without the destination that did not work. An approver is asked for the new plan.`],
    'give-up': ['Give up', `${READ} It is left there, what was reserved is given back, and the run ends.`],
  },
  'cold-migration': {
    'retry': ['Go on where it stopped', `${READ} What was done already is not done again.`],
    'hard-stop': ['Ask to take its power', 'Asks an approver to let the power be taken from the instance. What its guest has not written to its disks would be lost. Nothing happens before somebody else allows it.'],
    'accept': ['Accept as it is', `${READ} Where it runs at the destination, it is taken there for good although its guest does not answer, and the source is cleared. Where it does not, the run goes on where it stopped.`],
    'give-up': ['Take it back to the source', `${READ} The copy is discarded and the instance runs at the source as before. If it has run at the destination, an approver is asked first: what it wrote there would be lost.`],
  },
  'instance-rebuild': {
    'retry': ['Try again', `${READ} Then the rebuild is tried again.`],
    'other-destination': ['Another destination', `${READ} Then a destination is looked for that did not fail. An approver is asked.`],
    'accept': ['Accept as it is', 'Takes the instance at the destination for good although its guest does not answer.'],
    'give-up': ['Give up', 'The instance is not rebuilt, and this part of the evacuation ends.'],
  },
  'node-evacuation': {
    'retry': ['Try again', 'Tries again to switch the host off, with every device that it has.'],
    'give-up': ['Give up', 'The evacuation ends. Nothing is rebuilt, since it was not proved that the host is off; its power stays as it is, which nobody knows for sure.'],
  },
  'return-to-service': {
    'retry': ['Try again', 'Tries the step again that did not work. Nothing on the host is started.'],
    'accept': ['It was switched on by hand', 'Looks for the host, which somebody has switched on. Nothing on it is started.'],
    'give-up': ['Give up', 'The host is switched off, with whatever runs there. Where switching it off has just failed it is left as it is, possibly on: take its power by hand. It stays quarantined, and the run ends.'],
  },
};

const STEP_AGAIN = ['Try again', 'Gives the step that failed another try. What has happened on the platform is read again first.'];

/** What a decision is called in the runbook of this run. */
export const decisionName = (run, decision) => GATES[run.kind]?.[decision]?.[0] ?? sentence(decision);

const LOSING = ['give-up', 'hard-stop', 'accept'];

/** The choices of a run that needs attention, each with its name and what it will do. */
export function gateOf(run) {
  const words = GATES[run.kind] ?? {};
  const failedStep = run.incidents.length > 0;
  return (run.decisions ?? [])
    .filter((decision) => (failedStep ? decision === 'retry' : words[decision]))
    .map((decision) => {
      const [name, does] = failedStep ? STEP_AGAIN : words[decision];
      return { decision, name, does, danger: LOSING.includes(decision) };
    });
}
