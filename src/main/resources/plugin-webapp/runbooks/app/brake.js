// The global brake: how it is, and the button for those who may.
import { h, useState, Fragment } from './ui.js';
import { put } from './api.js';
import { Confirm, Time } from './parts.js';

export function Brake({ brake, mayChange, onChange }) {
  const [asking, setAsking] = useState(false);
  const engaged = brake.engaged;
  return h(Fragment, null,
    engaged && h('span', { class: 'mr-brake', role: 'status' },
      h('strong', null, 'Brake engaged'), ` by ${brake.changedBy}, `, h(Time, { at: brake.changedAt }), `: ${brake.reason}`),
    mayChange && h('button', { type: 'button', class: `btn ${engaged ? 'btn-danger' : 'btn-default'}`, onClick: () => setAsking(true) },
      engaged ? 'Release the brake' : 'Engage the brake'),
    asking && h(Confirm, {
      title: engaged ? 'Release the brake' : 'Engage the brake',
      does: engaged
        ? 'Runs that wait for it go on at once, on every node, and new ones can be started.'
        : 'No new operation begins on any node, and no runbook can be started, until somebody releases it. What is under way goes on.',
      label: 'Reason, for everybody who meets it and for the audit',
      required: true,
      verb: engaged ? 'Release' : 'Engage',
      danger: !engaged,
      act: async (reason) => onChange(await put('/brake', { engaged: !engaged, reason })),
      onClose: () => setAsking(false),
    }));
}
