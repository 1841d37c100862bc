export { confusionScene, type PlotConfusionOptions, plotConfusion } from "./charts/confusion";
export { curvesScene, type PlotCurvesOptions, plotCurves } from "./charts/curves";
export { functionScene, type PlotFunctionOptions, plotFunction } from "./charts/function";
export {
  type HistogramData,
  histogramScene,
  type PlotHistogramOptions,
  plotHistogram,
} from "./charts/histogram";
export { imagesScene, type PlotImagesOptions, plotImages } from "./charts/images";
export { matrixScene, type PlotMatrixOptions, plotMatrix } from "./charts/matrix";
export { type PlotRegionsOptions, plotRegions, regionsScene } from "./charts/regions";
export type { NamedValues, Values } from "./charts/series";
export { type DrawOptions, draw, graphSceneOf } from "./graph/draw";
export type { Language } from "./language";
export type { Label, NodeKind, Picture, PictureEdge, PictureNode } from "./layered/picture";
export { type DrawNetworkOptions, drawNetwork, networkScene } from "./network/draw-network";
export { networkPicture } from "./network/layout";
export type { NetworkLike } from "./network/model";
export { pictureScene } from "./network/scene";
export type { PictureOptions } from "./picture-options";
export type { FunctionName, Mark, Plane, Point, Scene, TextPart } from "./scene/scene";
export { signOf } from "./scene/signs";
export { flat, type SvgOptions, sceneToSvg } from "./scene/svg";
export { type Role, roles, type Theme } from "./scene/theme";
