// The model of a run, with the way that it took and where it is now.
import { h, useEffect, useRef, useState } from './ui.js';
import Viewer from './lib-bpmn-js.js';
import { getText } from './api.js';
import { ProblemBox } from './parts.js';

export function Diagram({ run }) {
  const box = useRef();
  const viewer = useRef();
  const [drawn, setDrawn] = useState(false);
  const [problem, setProblem] = useState();
  useEffect(() => {
    let gone = false;
    // While it is not shown, as between a screen and paper, it has no size to fit into.
    const fit = () => box.current?.clientWidth && box.current.clientHeight && drawing.get('canvas').zoom('fit-viewport', 'auto');
    const resized = new ResizeObserver(() => { drawing.get('canvas').resized(); fit(); });
    const drawing = new Viewer({ container: box.current });
    viewer.current = drawing;
    getText(`/runbooks/${run.id}/model`, 'application/xml')
      .then((xml) => drawing.importXML(xml))
      .then(() => {
        if (gone) return;
        fit();
        resized.observe(box.current);
        setDrawn(true);
      })
      .catch((failure) => gone || setProblem(failure));
    return () => {
      gone = true;
      resized.disconnect();
      drawing.destroy();
    };
  }, [run.id]);
  useEffect(() => {
    if (drawn) mark(viewer.current, run.steps);
  }, [drawn, run.steps]);
  const here = run.steps.filter((step) => !step.endedAt).map((step) => step.name);
  return h('div', null,
    h(ProblemBox, { problem }),
    !drawn && !problem && h('p', { class: 'mr-quiet', role: 'status' }, 'Drawing the model…'),
    h('div', { class: 'mr-diagram', ref: box, role: 'group', 'aria-label': `Model of the run. ${here.length ? `It is at: ${here.join(', ')}.` : 'It has ended.'}` }),
    h('p', { class: 'mr-legend' },
      h('span', { class: 'mr-key mr-key-done' }), 'way taken ',
      h('span', { class: 'mr-key mr-key-now' }), here.length ? `now: ${here.join(', ')}` : 'where it is now'));
}

function mark(viewer, steps) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const now = new Set(steps.filter((step) => !step.endedAt).map(elementOf));
  const way = wayTaken(registry, steps);
  for (const element of registry.getAll()) {
    toggle(canvas, element, 'mr-done', way.has(element.id) && !now.has(element.id));
    toggle(canvas, element, 'mr-now', now.has(element.id) && element.type !== 'bpmn:Process');
  }
}

/** The body of a loop is told beside each of its turns. */
const elementOf = (step) => step.activity.split('#')[0];

/**
 * What the run came by. The steps tell neither flows nor decisions, so each step is followed back: it came from the step that ended last
 * among those from which a way of flows and decisions leads to it.
 */
function wayTaken(registry, steps) {
  const way = new Set(steps.map(elementOf));
  steps.forEach((step, index) => {
    const element = registry.get(elementOf(step));
    const before = new Map(steps.slice(0, index)
      .filter((one) => one.endedAt && Date.parse(one.endedAt) <= Date.parse(step.startedAt))
      .map((one) => [elementOf(one), Date.parse(one.endedAt)]));
    const ways = element ? waysTo(element, []) : [];
    let taken;
    for (const one of ways.filter(({ from }) => before.has(from))) {
      if (!taken || before.get(one.from) >= before.get(taken.from)) taken = one;
    }
    taken?.by.forEach((id) => way.add(id));
  });
  return way;
}

/** The ways to an element from those before it that are no decisions. */
function waysTo(element, by) {
  return element.incoming
    .filter((flow) => flow.type === 'bpmn:SequenceFlow' && !by.includes(flow.id))
    .flatMap((flow) => flow.source.type === 'bpmn:ExclusiveGateway'
      ? waysTo(flow.source, [...by, flow.id, flow.source.id])
      : [{ from: flow.source.id, by: [...by, flow.id] }]);
}

function toggle(canvas, element, marker, on) {
  if (on) canvas.addMarker(element, marker);
  else canvas.removeMarker(element, marker);
}
