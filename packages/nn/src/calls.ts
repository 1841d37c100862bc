import { guarded } from "@chainrule/graph";
import * as entropy from "./cross-entropy";
import * as layers from "./dense";
import * as streams from "./initialise";
import * as initial from "./initialisers/initialisers";
import * as matrices from "./initialisers/orthogonal";
import * as activations from "./layers/activation";
import * as modes from "./layers/inference";
import * as pooling from "./layers/pooling";
import * as sequences from "./layers/sequential";
import * as summaries from "./layers/summary";
import * as absolute from "./losses/absolute-error";
import * as binary from "./losses/binary-cross-entropy";
import * as hinges from "./losses/hinge";
import * as hubers from "./losses/huber";
import * as divergence from "./losses/kl-divergence";
import * as penalties from "./losses/penalty";
import * as networks from "./mlp";
import * as neurons from "./neuron";
import * as schedules from "./optimisers/schedule";
import * as extended from "./optimisers/with-updates";
import * as perceptrons from "./perceptron";
import * as rules from "./perceptron-rule";
import * as separation from "./separability";
import * as errors from "./squared-error";
import * as wanted from "./targets";
import * as training from "./train";

/* The public functions, each with what it takes. What they do stands where they are declared. */

/** @see entropy.crossEntropy */
export const crossEntropy = guarded("crossEntropy", "nodeOrNodes any options?", entropy.crossEntropy);
/** @see layers.dense */
export const dense = guarded("dense", "any options?", layers.dense);
/** @see initial.glorot */
export const glorot = guarded("glorot", "any any?", initial.glorot);
/** @see initial.he */
export const he = guarded("he", "any any?", initial.he);
/** @see streams.seededRandom */
export const seededRandom = guarded("seededRandom", "any", streams.seededRandom);
/** @see initial.uniform */
export const uniform = guarded("uniform", "any any any", initial.uniform);
/** @see networks.mlp */
export const mlp = guarded("mlp", "any any options?", networks.mlp);
/** @see neurons.neuron */
export const neuron = guarded("neuron", "any options?", neurons.neuron);
/** @see perceptrons.perceptron */
export const perceptron = guarded("perceptron", "any options?", perceptrons.perceptron);
/** @see perceptrons.truthTable */
export const truthTable = guarded("truthTable", "nodeOrNodes nodes", perceptrons.truthTable);
/** @see errors.squaredError */
export const squaredError = guarded("squaredError", "any any options?", errors.squaredError);
/** @see wanted.targets */
export const targets = guarded("targets", "nodes any function?", wanted.targets);
/** @see rules.trainPerceptron */
export const trainPerceptron = guarded("trainPerceptron", "object list list options?", rules.trainPerceptron);
/** @see separation.separability */
export const separability = guarded("separability", "list list", separation.separability);
/** @see training.train */
export const train = guarded("train", "node nodes options", training.train);
/** @see activations.activation */
export const activation = guarded("activation", "any any?", activations.activation);
/** @see modes.drawNoise */
export const drawNoise = guarded("drawNoise", "object number?", modes.drawNoise);
/** @see modes.inference */
export const inference = guarded("inference", "object", modes.inference);
/** @see pooling.flatten */
export const flatten = guarded("flatten", "node", pooling.flatten);
/** @see sequences.sequential */
export const sequential = guarded("sequential", "any any?", sequences.sequential);
/** @see sequences.skip */
export const skip = guarded("skip", "any any?", sequences.skip);
/** @see summaries.summary */
export const summary = guarded("summary", "object", summaries.summary);
/** @see absolute.absoluteError */
export const absoluteError = guarded("absoluteError", "any any options?", absolute.absoluteError);
/** @see binary.binaryCrossEntropy */
export const binaryCrossEntropy = guarded(
  "binaryCrossEntropy",
  "nodeOrNodes any options?",
  binary.binaryCrossEntropy,
);
/** @see hinges.hinge */
export const hinge = guarded("hinge", "any any options?", hinges.hinge);
/** @see hubers.huber */
export const huber = guarded("huber", "any any options?", hubers.huber);
/** @see divergence.klDivergence */
export const klDivergence = guarded("klDivergence", "nodeOrNodes any options?", divergence.klDivergence);
/** @see penalties.l1 */
export const l1 = guarded("l1", "nodes options", penalties.l1);
/** @see penalties.l2 */
export const l2 = guarded("l2", "nodes options", penalties.l2);
/** @see schedules.cosineDecay */
export const cosineDecay = guarded("cosineDecay", "options", schedules.cosineDecay);
/** @see schedules.exponentialDecay */
export const exponentialDecay = guarded("exponentialDecay", "options", schedules.exponentialDecay);
/** @see schedules.stepDecay */
export const stepDecay = guarded("stepDecay", "options", schedules.stepDecay);
/** @see schedules.warmUp */
export const warmUp = guarded("warmUp", "options", schedules.warmUp);
/** @see extended.withUpdates */
export const withUpdates = guarded("withUpdates", "any nodes", extended.withUpdates);
/** @see initial.zeros */
export const zeros = guarded("zeros", "", initial.zeros);
/** @see initial.ones */
export const ones = guarded("ones", "", initial.ones);
/** @see initial.constants */
export const constants = guarded("constants", "number", initial.constants);
/** @see initial.normal */
export const normal = guarded("normal", "any number? number?", initial.normal);
/** @see matrices.orthogonal */
export const orthogonal = guarded("orthogonal", "any number?", matrices.orthogonal);
