// Buttons on Cockpit's own pages that lead to ours.
import { h, useEffect, useState, Fragment } from './ui.js';
import { me } from './api.js';
import { ofTheEngine, runOf } from './engine-api.js';
import { href } from './routes.js';
import { KINDS } from './format.js';
import { StartDialog } from './start-dialog.js';

/** On the page of a process definition: starts the runbook, for those who may. */
export function DefinitionAction({ api, processDefinitionId }) {
  const [kind, setKind] = useState();
  const [starting, setStarting] = useState(false);
  useEffect(() => {
    Promise.all([me(), ofTheEngine(`${api.engineApi}/process-definition/${processDefinitionId}`)]).then(([person, definition]) => {
      if (person.may('operators', 'administrators') && KINDS[definition?.key]?.of) setKind(definition.key);
    }, () => {});
  }, [processDefinitionId]);
  return kind && h(Fragment, null,
    h('button', { type: 'button', class: 'btn btn-default action-button', title: 'Start this runbook', 'aria-label': 'Start this runbook', onClick: () => setStarting(true) },
      h('span', { class: 'glyphicon glyphicon-play', 'aria-hidden': 'true' })),
    starting && h(StartDialog, { kind, onClose: () => setStarting(false) }));
}

/** On the page of a process instance: leads to the run that it carries out. */
export function InstanceAction({ api, processInstanceId }) {
  const [run, setRun] = useState();
  useEffect(() => {
    runOf(api, processInstanceId).then(setRun, () => {});
  }, [processInstanceId]);
  return run && h('a', { class: 'btn btn-default action-button', href: href('run', run), title: 'Show the run of this process', 'aria-label': 'Show the run of this process' },
    h('span', { class: 'glyphicon glyphicon-list-alt', 'aria-hidden': 'true' }));
}
