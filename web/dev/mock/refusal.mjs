/** Answers that say no, or yes in another way than with a 200, in the shapes of `docs/API.md`. */

export class Refusal extends Error {
  constructor(status, body) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

export class Reply {
  constructor(status, body) {
    this.status = status;
    this.body = body;
  }
}

export const pluginFailure = (status, error, rest = {}) =>
  new Refusal(status, { success: false, error, ...rest });

export function find(state, key) {
  const plugin = state.plugins.find((candidate) => candidate.key === key);
  if (plugin === undefined) throw pluginFailure(404, 'Plugin not found');
  return plugin;
}
