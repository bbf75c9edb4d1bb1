import type { Dataset, RetrievalSplit } from '../datasets/types.js';
import { readMappingPoints, type MappedPoints } from '../losses/mappings/points.js';
import type { Loss, MappedLoss } from '../losses/types.js';
import type { QueryModel } from '../models/queryModel.js';
import type { RankedLists } from '../rankers/types.js';
import { embedMatrix } from '../training/embedAll.js';
import type { TrainingHistory } from '../training/trainQueryModel.js';
import {
  estimatesOf,
  evaluateVectors,
  meanCosine,
  round,
  scoresOf,
  type EvaluationVectors,
} from './evaluateRun.js';
import { errorAnalysis } from './errorAnalysis.js';
import { listQualities } from './listQualities.js';
import { lossCurve } from './lossCurve.js';
import type { PreparedGallery } from './prepareGallery.js';
import type { PreparedInput } from './prepareInput.js';
import type { TrajectoryPoint } from './runManifest.js';
import { searchDetails } from './searchDetails.js';

/** A trained query model with all that it is measured by. */
interface TrainedModel {
  split: RetrievalSplit;
  gallery: PreparedGallery;
  input: PreparedInput;
  model: QueryModel;
  loss: Loss;
  history: TrainingHistory;
  trajectory: TrajectoryPoint[];
  /** Lists that it learnt the order of, by `rankerKey`. */
  rankings: ReadonlyMap<string, RankedLists>;
}

/** The scores and the details of a trained query model on the split's unseen pictures. */
export async function measureModel(dataset: Dataset, trained: TrainedModel) {
  const { split, gallery, input, model, loss, history, trajectory, rankings } = trained;
  const vectors: EvaluationVectors = {
    ...(await asymmetricVectors(model, input, split, gallery)),
    queryGallery: await embedMatrix(model, input.gallery, split.gallery.length),
  };
  const evaluation = await evaluateVectors(dataset, vectors);
  const { consistencyCurve, similarityPairs, examples } = await searchDetails(dataset, vectors);
  const errors = await errorAnalysis(dataset, vectors);
  const lists = await listQualities(dataset, split, rankings, gallery.fit);
  return {
    scores: {
      galleryModel: gallery.modelName,
      queryModel: model.name,
      parameters: model.parameterCount,
      flops: model.flops,
      ...scoresOf(evaluation),
      cosineToTarget: meanCosine(vectors.queries, vectors.galleryQueries),
      trainingSeconds: round(history.seconds, 2),
      imagesPerSecond: Math.round(history.imagesPerSecond),
    },
    details: {
      losses: lossCurve(history.losses),
      trajectory,
      ...estimatesOf(evaluation),
      consistencyCurve,
      averagePrecision: Array.from(evaluation.asymmetric.averagePrecision.perQuery, (ap) =>
        Number.isNaN(ap) ? null : round(100 * ap, 2),
      ),
      similarityPairs,
      ...(await mappingCurve(loss)),
      ...(errors && { errors }),
      ...(lists.length > 0 && { lists }),
      examples,
    },
  };
}

/** The vectors that the query model is searched by: its own of the queries, the gallery model's of both sides. */
export async function asymmetricVectors(
  model: QueryModel,
  input: PreparedInput,
  split: RetrievalSplit,
  gallery: PreparedGallery,
) {
  const queries = await embedMatrix(model, input.queries, split.queries.length);
  return { split, queries, galleryQueries: gallery.queries, gallery: gallery.gallery };
}

/** The learnt map on a grid, for losses that have one. */
async function mappingCurve(loss: Loss): Promise<{ mapping?: MappedPoints }> {
  const parts = 'parts' in loss ? (loss.parts as Loss[]) : [loss];
  const found = parts.find((part): part is MappedLoss => 'mapping' in part);
  if (!found) return {};
  const { gallery, mapped } = await readMappingPoints(found.mapping);
  return { mapping: { gallery, mapped: mapped.map((value) => round(value, 4)) } };
}
