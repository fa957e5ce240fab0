import { Button, Select, TextInput } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api/api';
import { camerasQuery } from '../live/live.queries';
import { EmptyNotice } from '../notices/empty-notice';
import { ProblemNotice } from '../notices/problem-notice';
import { canConfigure, usePrincipal } from '../session/session.queries';
import { texts } from '../texts';
import styles from './upload.module.css';
import { uploadQueue } from './upload-queue';
import { useUploadTarget } from './use-uploads';

const recipesQuery = queryOptions({ queryKey: ['recipes'], queryFn: ({ signal }) => api.recipes(signal).then(({ items }) => items) });
const rememberedAs = 'sightline.upload.camera';

function NoCamera({ recipe }: { recipe: string | undefined }) {
  const principal = usePrincipal();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (name: string) => api.putCamera('upload', { site: 'test', line: 'test', station: 'upload', view: 'main', recipe: name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: camerasQuery.queryKey }),
  });
  return (
    <EmptyNotice
      title={texts.upload.noCamera.title}
      actions={
        canConfigure(principal?.role) && recipe ? (
          <Button size="md" loading={create.isPending} onClick={() => create.mutate(recipe)}>
            {texts.upload.noCamera.create}
          </Button>
        ) : null
      }
    >
      <p>{texts.upload.noCamera.detail}</p>
      <p>
        {canConfigure(principal?.role)
          ? recipe
            ? texts.upload.noCamera.test(recipe)
            : texts.upload.noCamera.noRecipe
          : texts.upload.noCamera.askEngineer}
      </p>
      {create.isError ? <ProblemNotice error={create.error} /> : null}
    </EmptyNotice>
  );
}

/** Which camera the images are said to come from, and what else is known of them. */
export function CameraChoice() {
  const cameras = useQuery(camerasQuery);
  const recipes = useQuery(recipesQuery);
  const target = useUploadTarget();
  useEffect(() => {
    if (!cameras.data || cameras.data.some(({ id }) => id === target.camera)) return;
    const remembered = localStorage.getItem(rememberedAs);
    const camera = cameras.data.find(({ id }) => id === remembered) ?? cameras.data.find(({ id }) => id === 'upload') ?? cameras.data[0];
    uploadQueue.aim({ camera: camera?.id ?? null });
  }, [cameras.data, target.camera]);

  const error = cameras.error ?? recipes.error;
  if (error) return <ProblemNotice error={error} onRetry={() => void Promise.all([cameras.refetch(), recipes.refetch()])} />;
  if (cameras.data?.length === 0 && recipes.data) return <NoCamera recipe={recipes.data[0]?.name} />;
  const chosen = cameras.data?.find(({ id }) => id === target.camera);
  return (
    <div className={styles.choice}>
      <Select
        label={texts.upload.camera}
        size="md"
        data={(cameras.data ?? []).map(({ id }) => id)}
        value={target.camera}
        onChange={(camera) => {
          if (!camera) return;
          localStorage.setItem(rememberedAs, camera);
          uploadQueue.aim({ camera });
        }}
        allowDeselect={false}
        searchable={(cameras.data?.length ?? 0) > 8}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <Select
        label={texts.upload.recipe}
        size="md"
        placeholder={chosen ? texts.upload.ownRecipe(chosen.recipe) : ''}
        data={(recipes.data ?? []).map(({ name }) => name)}
        value={target.recipe}
        onChange={(recipe) => uploadQueue.aim({ recipe })}
        clearable
        clearButtonProps={{ 'aria-label': texts.upload.clearRecipe }}
      />
      <TextInput
        label={texts.upload.part}
        size="md"
        placeholder={texts.upload.partHint}
        value={target.part}
        maxLength={200}
        onChange={(event) => uploadQueue.aim({ part: event.currentTarget.value })}
      />
    </div>
  );
}
