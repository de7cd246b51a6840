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
    h('div', { class: 'mr-diagram', ref: box, role: 'img', 'aria-label': `Model of the run. ${here.length ? `It is at: ${here.join(', ')}.` : 'It has ended.'}` }),
    h('p', { class: 'mr-legend' },
      h('span', { class: 'mr-key mr-key-done' }), 'way taken ',
      h('span', { class: 'mr-key mr-key-now' }), here.length ? `now: ${here.join(', ')}` : 'where it is now'));
}

function mark(viewer, steps) {
  const canvas = viewer.get('canvas');
  const elements = viewer.get('elementRegistry').getAll();
  const visited = new Set(steps.map((step) => step.activity));
  const now = new Set(steps.filter((step) => !step.endedAt).map((step) => step.activity));
  // The steps do not tell decisions: one was taken where the run came by on both sides of it.
  for (let before = -1; before !== visited.size;) {
    before = visited.size;
    for (const element of elements.filter((one) => one.type === 'bpmn:ExclusiveGateway')) {
      if (element.incoming.some((flow) => visited.has(flow.source.id)) && element.outgoing.some((flow) => visited.has(flow.target.id) || isOpenGateway(flow.target, visited))) {
        visited.add(element.id);
      }
    }
  }
  for (const element of elements) {
    const taken = element.source && element.target && element.type === 'bpmn:SequenceFlow'
      ? visited.has(element.source.id) && visited.has(element.target.id) && !now.has(element.source.id)
      : visited.has(element.id);
    toggle(canvas, element, 'mr-done', taken && !now.has(element.id));
    toggle(canvas, element, 'mr-now', now.has(element.id) && element.type !== 'bpmn:Process');
  }
}

/** Two decisions that follow each other are seen from the far side of the second. */
function isOpenGateway(element, visited) {
  return element.type === 'bpmn:ExclusiveGateway' && element.outgoing.some((flow) => visited.has(flow.target.id));
}

function toggle(canvas, element, marker, on) {
  if (on) canvas.addMarker(element, marker);
  else canvas.removeMarker(element, marker);
}
