// The global brake: how it is, and the button for those who may.
import { h, useState, Fragment } from './ui.js';
import { put } from './api.js';
import { Confirm, Time } from './parts.js';

export function Brake({ brake, mayChange, onChange }) {
  // What was asked for at the click, release or engage: it stays so, whatever others do with the brake meanwhile.
  const [asking, setAsking] = useState();
  const engaged = brake.engaged;
  const releases = asking === 'release';
  return h(Fragment, null,
    engaged && h('span', { class: 'mr-brake', role: 'status' },
      h('strong', null, 'Brake engaged'), ` by ${brake.changedBy}, `, h(Time, { at: brake.changedAt }), `: ${brake.reason}`),
    mayChange && h('button', { type: 'button', class: `btn ${engaged ? 'btn-danger' : 'btn-default'}`, onClick: () => setAsking(engaged ? 'release' : 'engage') },
      engaged ? 'Release the brake' : 'Engage the brake'),
    asking && h(Confirm, {
      title: releases ? 'Release the brake' : 'Engage the brake',
      does: releases
        ? 'Runs that wait for it go on at once, on every node, and new ones can be started.'
        : 'No new operation begins on any node, and no runbook can be started, until somebody releases it. What is under way goes on.',
      label: 'Reason, for everybody who meets it and for the audit',
      required: true,
      verb: releases ? 'Release' : 'Engage',
      danger: !releases,
      act: async (reason) => onChange(await put('/brake', { engaged: !releases, reason })),
      onClose: () => setAsking(undefined),
    }));
}
