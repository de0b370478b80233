import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { ApiProblem } from '../api/problem.js';

/** The one channel for short messages. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'felt', closeButtonProps: { 'aria-label': i18next.t('action.close') } });
}

/** A failed action, with the words of the server when it has some for people. */
export function notifyProblem(error: unknown): void {
  const problem = error instanceof ApiProblem ? error : null;
  // The session is over and the sign-in on its way: that says enough.
  if (problem?.status === 401) return;
  const message = problem?.offline === true ? i18next.t('problem.offline') : problem?.spoken === true ? problem.detail : i18next.t('problem.server');
  const id = problem?.requestId ?? null;
  notifications.show({
    title: i18next.t('problem.title'),
    message: id === null ? message : `${message} (${id})`,
    color: 'red',
    autoClose: 8000,
    closeButtonProps: { 'aria-label': i18next.t('action.close') },
  });
}
