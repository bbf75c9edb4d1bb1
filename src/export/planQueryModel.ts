import { RetrievalError } from '../errors.js';
import { networkOf } from '../models/queryNetwork.js';
import type { QueryModel } from '../models/queryModel.js';
import { type Pooling, gemFloor } from '../models/pooling.js';
import { smallestSquare } from '../vectors/embeddingMatrix.js';
import type { FrozenFeatures } from '../trainedModels/frozenFeatures.js';
import type { Plan } from './plan.js';
import { planBuilder, type PlanBuilder, type Value } from './planBuilder.js';
import { planNetwork } from './planNetwork.js';
import { networkWeightsOf, valuesByName, type Values } from './savedValues.js';

/**
 * Writes a query model down as operations from pixels to the embedding. A head comes with the frozen network whose
 * features it stands on.
 *
 * @param features needed by a head
 * @param scaled side of the squares whose middle the model takes; default all of them
 * @throws RetrievalError for a head without its frozen network, and for a network that cannot be exported.
 */
export async function planQueryModel(
  model: QueryModel,
  features?: FrozenFeatures,
  scaled?: number,
): Promise<Plan> {
  const values = await valuesByName(model);
  return { ...stepsOf(model, values, features), ...(scaled && { scaled }) };
}

function stepsOf({ config }: QueryModel, values: Values, features: FrozenFeatures | undefined): Plan {
  if (config.kind !== 'head') {
    const network = networkOf(config);
    const plan = planBuilder(config.size);
    const pixels = addPixels(plan, config.size);
    const map = planNetwork(plan, network, networkWeightsOf(network, values), pixels);
    const pooled = addPooling(plan, config.pooling, map);
    const isWide = 'head' in config && config.head !== undefined;
    addUnitLength(plan, addLinear(plan, 'projection', values, isWide ? addUnitLength(plan, pooled) : pooled));
    return plan.finish();
  }
  if (!features) {
    throw new RetrievalError({
      what: 'A head can be exported only with the frozen network that it stands on',
      where: 'features',
      fix: 'pass frozenFeatures(model, size)',
    });
  }
  const plan = planBuilder(features.size);
  const map = planNetwork(plan, features.network, features.weights, addPixels(plan, features.size));
  const pooled = addUnitLength(plan, addPooling(plan, features.pooling, map));
  const [mean, deviation] = [values.get('features.mean')!, values.get('features.deviation')!];
  let x = plan.add({ kind: 'normalise', mean, deviation }, [pooled], { name: 'standardisation' });
  if (config.bottleneck !== 'full') x = addLinear(plan, 'bottleneck', values, x);
  addUnitLength(plan, addLinear(plan, 'linear', values, x));
  return plan.finish();
}

function addPixels(plan: PlanBuilder, size: number): Value {
  return plan.add({ kind: 'pixels' }, [], { shape: [size, size, 3] });
}

function addPooling(plan: PlanBuilder, pooling: Pooling, x: Value): Value {
  const channels = x.shape[2]!;
  if (pooling === 'gem')
    return plan.add({ kind: 'generalisedMean', floor: gemFloor }, [x], { shape: [channels] });
  const mean = plan.add({ kind: 'spatialMean' }, [x], { shape: [1, 1, channels] });
  return plan.add({ kind: 'flatten' }, [mean], { shape: [channels] });
}

function addLinear(plan: PlanBuilder, name: string, values: Values, x: Value): Value {
  const [kernel, bias] = [values.get(`${name}.kernel`)!, values.get(`${name}.bias`)!];
  const kernelShape = [x.shape[0]!, bias.length];
  return plan.add({ kind: 'linear', kernel, kernelShape, bias }, [x], { name, shape: [bias.length] });
}

function addUnitLength(plan: PlanBuilder, x: Value): Value {
  return plan.add({ kind: 'unitLength', smallest: Math.sqrt(smallestSquare) }, [x]);
}
