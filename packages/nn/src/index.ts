export type { Activation, ActivationName } from "./activation";
export * from "./calls";
export type { CrossEntropyOptions } from "./cross-entropy";
export type { DensePlace, ScalarDensePlace } from "./dense";
export type { ScalarLayer, ScalarLayerOptions } from "./dense-scalar";
export type { TensorLayer, TensorLayerOptions, TensorParameter } from "./dense-tensor";
export type { Initialiser, Random } from "./initialise";
export type { Distribution } from "./initialisers/initialisers";
export type { LayerOptions, WeightOrder } from "./layer-options";
export { type AttentionOptions, type AttentionWeights, attention } from "./layers/attention";
export { type ConvolutionOptions, conv1d, conv2d } from "./layers/convolution";
export { type DropoutOptions, dropout } from "./layers/dropout";
export { type EmbeddingOptions, embedding } from "./layers/embedding";
export { type GruWeights, gru, gruCell } from "./layers/gru";
export { type LstmWeights, lstm, lstmCell } from "./layers/lstm";
export type { Block, Model, Noise, Part, Plan, TrainingOnly } from "./layers/model";
export {
  type BatchNormOptions,
  batchNorm,
  layerNorm,
  type NormalisationOptions,
  rmsNorm,
} from "./layers/normalisation";
export type { CommonOptions, Layer, LayerFunction, Made, PartNames } from "./layers/plan";
export { avgPool1d, avgPool2d, maxPool1d, maxPool2d, type PoolingOptions } from "./layers/pooling";
export { type PositionalEncodingOptions, positionalEncoding } from "./layers/positional-encoding";
export type { CellMade, CellOptions, RecurrentMade, RecurrentOptions } from "./layers/recurrent";
export { type RnnWeights, rnn, rnnCell } from "./layers/rnn";
export type { Sequential, Skip } from "./layers/sequential";
export type { Summary, SummaryRow } from "./layers/summary";
export type { Parameter, Weights } from "./layers/weights";
export type { Padding } from "./layers/windows";
export type { BinaryCrossEntropyOptions } from "./losses/binary-cross-entropy";
export type { EntrywiseOptions } from "./losses/entrywise";
export type { HingeOptions } from "./losses/hinge";
export type { HuberOptions } from "./losses/huber";
export type { KlDivergenceOptions } from "./losses/kl-divergence";
export type { L2Options, PenaltyOptions } from "./losses/penalty";
export type { ScalarMlp, TensorMlp } from "./mlp";
export type { ScalarNames, TensorNames } from "./names";
export type { Neuron, NeuronNames, NeuronOptions } from "./neuron";
export type { Optimiser, Rate } from "./optimise";
export type { OptimiserName } from "./optimiser-names";
export { type AdamOptions, type AdamWOptions, adam, adamW } from "./optimisers/adam";
export type { ClippingOptions } from "./optimisers/clipping";
export { type MomentumOptions, momentum, nesterov } from "./optimisers/momentum";
export { type RmsPropOptions, rmsProp } from "./optimisers/rms-prop";
export type { OptimiserOptions } from "./optimisers/rule";
export type {
  CosineDecayOptions,
  ExponentialDecayOptions,
  Schedule,
  StepDecayOptions,
  WarmUpOptions,
} from "./optimisers/schedule";
export { sgd } from "./optimisers/sgd";
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
export type { Outputs, Targets } from "./targets";
export type { LossNames, Mean } from "./total";
export type { LossAt, Training, TrainOptions } from "./train";
