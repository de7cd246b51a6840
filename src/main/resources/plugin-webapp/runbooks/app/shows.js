// How a component of ours is put into a web application of the engine.
import { h, render } from './ui.js';

/** A plugin that shows the component; what the web application tells becomes its properties. */
export function shows(id, pluginPoint, component, { priority = 0, properties } = {}) {
  let shown;
  return {
    id,
    pluginPoint,
    priority,
    properties,
    render: (node, context) => {
      shown = node;
      render(h(component, context), node);
    },
    unmount: () => shown && render(null, shown),
  };
}
