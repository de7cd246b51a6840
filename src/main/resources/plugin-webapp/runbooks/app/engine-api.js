// What only the engine's own interface tells.

/** What a GET of the engine answers; undefined where it refuses. */
export async function ofTheEngine(url) {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  return response.ok ? response.json() : undefined;
}

/** The run that a process carries out; undefined where it carries out none. */
export const runOf = async (api, processInstanceId) =>
  (await ofTheEngine(`${api.engineApi}/process-instance/${processInstanceId}`))?.businessKey;
