import { lazyRouteComponent } from '@tanstack/react-router';
import { ApiProblem } from '../api/problem.js';

const answers = (): Promise<boolean> => fetch('/healthz', { cache: 'no-store' }).then(
  (response) => response.ok,
  () => false,
);

/**
 * A page whose code is fetched when it is first opened. Where that fails because the server is away, it fails as a request does; where the
 * server answers, an update has replaced the file, and the router gets the new one with a new document.
 */
export const lazyPage: typeof lazyRouteComponent = (importer, name) =>
  lazyRouteComponent(async () => {
    try {
      return await importer();
    } catch (error) {
      throw (await answers()) ? error : new ApiProblem(0, '', null);
    }
  }, name);
