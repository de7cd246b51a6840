// The one place that knows which library draws our pages.
export { h, render, Fragment } from './lib-preact.js';
export { useEffect, useMemo, useRef, useState } from './lib-preact-hooks.js';
