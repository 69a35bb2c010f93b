/** The project's own jest, with a changed module in place of the one on disk, and the nearest tests first. */
import config from '../../jest.config.mjs';

const here = import.meta.dirname;

const withMutant = ({ transform, ...project }) => ({
  ...project,
  transform: Object.fromEntries(
    Object.entries(transform).map(([files, [, options]]) => [files, [`${here}/transform.cjs`, options]]),
  ),
});

export default {
  ...config,
  projects: config.projects.map(withMutant),
  testSequencer: `${here}/nearest-first.cjs`,
};
