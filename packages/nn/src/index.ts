export type { Activation, ActivationName } from "./activation";
export * from "./calls";
export type { CrossEntropyOptions } from "./cross-entropy";
export type { Data, SplitOptions, Targets as DataTargets, TensorData } from "./data/data";
export type { BlobsOptions, GenerateOptions } from "./data/generate";
export type { NumberArray, Rows } from "./data/rows";
export type { Scaling } from "./data/scaling";
export type { DensePlace, ScalarDensePlace } from "./dense";
export type { ScalarLayer, ScalarLayerOptions } from "./dense-scalar";
export type { TensorLayer, TensorLayerOptions, TensorParameter } from "./dense-tensor";
export type { LoadedModel, SaveOptions } from "./files/model-file";
export type { Safetensors, WriteOptions } from "./files/safetensors";
export type { Ending, Fit } from "./fit/fit";
export type { Epoch, History } from "./fit/history";
export type { ClassOptions, Metric } from "./fit/metrics";
export type { Model, Noise } from "./fit/model";
export type { FitLoss } from "./fit/objective";
export type { FitOptions, Stop } from "./fit/options";
export type { Initialiser, Random } from "./initialise";
export type { LayerOptions, WeightOrder } from "./layer-options";
export type { ScalarMlp, TensorMlp } from "./mlp";
export { type AdamOptions, adam, type MomentumOptions, momentum } from "./momentum";
export type { ScalarNames, TensorNames } from "./names";
export type { Neuron, NeuronNames, NeuronOptions } from "./neuron";
export { type Optimiser, type Rate, sgd } from "./optimise";
export type { OptimiserName } from "./optimiser-names";
export type { OffsetMode, ScalarParameter, Trainable } from "./parameter";
export type { PerceptronOptions, Tie, TruthRow } from "./perceptron";
export type {
  ConvergenceBound,
  Correction,
  PerceptronRuleOptions,
  PerceptronTraining,
} from "./perceptron-rule";
export type { Inseparability, Separability, Separation } from "./separability";
export type { SquaredErrorOptions } from "./squared-error";
export type { LossNames, Mean } from "./total";
export type { LossAt, Training, TrainOptions } from "./train";
