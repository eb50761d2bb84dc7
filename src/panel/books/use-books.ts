// The one model of the books of a panel, made when a screen first needs it.
import { useEffect } from 'preact/hooks';
import * as reader from '../../store/book-reader.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import { usePanel } from '../core/panel-context.ts';
import { createBooksModel, type BooksModel } from './books-model.ts';

const models = new WeakMap<PanelDeps, BooksModel>();

export function useBooks(): BooksModel {
  const { deps, store } = usePanel();
  let model = models.get(deps);
  if (model === undefined) models.set(deps, (model = createBooksModel(reader, deps, store)));
  const { follow } = model;
  useEffect(follow, [follow]);
  return model;
}
