import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/api';
import { ProblemNotice } from '../notices/problem-notice';
import { texts } from '../texts';
import styles from './login.module.css';
import { sessionQuery } from './session.queries';

/** Only places of this page are gone to: an address from outside must not be. */
const safeReturn = (next: string | undefined) =>
  next?.startsWith('/') && !/^\/[/\\]/.test(next) && !next.startsWith('/login') ? next : '/';

export function LoginPage() {
  const { key: linkedKey, next } = useSearch({ from: '/login' });
  const router = useRouter();
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const logIn = useMutation({
    mutationFn: api.logIn,
    onSuccess: (principal) => {
      queries.setQueryData(sessionQuery.queryKey, principal);
      router.history.replace(safeReturn(next));
    },
  });
  const { mutate } = logIn;
  const posted = useRef(false);
  useEffect(() => {
    if (!linkedKey || posted.current) return;
    posted.current = true;
    // The key must not stay in the address bar or the history.
    router.history.replace(next ? `/login?next=${encodeURIComponent(next)}` : '/login');
    mutate(linkedKey);
  }, [linkedKey, next, mutate, router]);
  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          mutate(key.trim());
        }}
      >
        <img src="/favicon.svg" width={48} height={48} alt="" />
        <h1 className={styles.title}>{texts.login.title}</h1>
        <p className={styles.lead}>{texts.login.lead}</p>
        <PasswordInput
          label={texts.login.key}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="current-password"
          size="md"
          data-autofocus
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': texts.login.show }}
        />
        <Button type="submit" size="md" loading={logIn.isPending} disabled={key.trim() === ''} fullWidth>
          {texts.login.submit}
        </Button>
        {logIn.isError ? <ProblemNotice error={logIn.error} /> : null}
        <p className={styles.hint}>{texts.login.hint}</p>
      </form>
    </main>
  );
}
