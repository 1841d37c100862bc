import type { LanguageCode } from "../findings/languages/language";

/* Which language the prose of a document is in, as far as reports are written in it. */

/** Formulas, code and commands: what is no prose. */
const NO_PROSE =
  /\$\$[\s\S]*?\$\$|\$[^$\n]*\$|\\\[[\s\S]*?\\\]|\\\([\s\S]*?\\\)|```[\s\S]*?```|`[^`\n]*`|\\begin\{(?:equation|align|gather|multline)\*?\}[\s\S]*?\\end\{(?:equation|align|gather|multline)\*?\}|\\[A-Za-z]+\*?|<!--[\s\S]*?-->|https?:\S+/g;
const CHINESE = /\p{Script=Han}/gu;
/** Words between spaces and punctuation: no names of formulas, no gates. */
const WORDS = /(?<![^\s("'])[A-Za-z][a-z]{2,}(?=[\s,.;:!?)"']|$)/g;

/** Characters that only one of the two scripts has, in pairs: simplified, then traditional. */
const PAIRS =
  "们們个個这這为為时時对對开開关關说說国國网網导導误誤权權义義应應实實现現训訓练練层層输輸数數据據计計变變标標签籤设設给給从從两兩发發后後经經过過还還进進问問间間题題须須点點样樣则則级級结結组組线線终終绝絕种種称稱积積类類总總损損换換择擇选選适適连連链鏈单單独獨动動务務势勢区區医醫华華协協卖賣历歷压壓参參双雙叶葉号號员員响響图圖圆圓场場块塊复復头頭学學宁寧宝寶将將尔爾尽盡岁歲师師带帶并並广廣当當录錄态態怀懷户戶执執扩擴报報担擔拟擬显顯晓曉权權条條来來极極构構检檢欢歡测測满滿灯燈灵靈热熱爱愛状狀环環画畫监監盘盤确確离離稳穩笔筆简簡红紅约約纯純细細绍紹继繼续續维維综綜缩縮节節补補规規视視觉覺观觀认認让讓记記许許论論证證评評译譯试試详詳语語请請读讀调調谈談负負财財货貨质質费費资資赋賦转轉轮輪软軟载載较較输輸边邊运運递遞邻鄰释釋里裡针針错錯键鍵长長门門闭閉阈閾阵陣阶階随隨难難页頁项項预預频頻额額顺順顾顧领領风風验驗驱驅龙龍";

/** The language of a document's prose: Chinese where there are more Chinese characters than English words; another where there is none. */
export function languageOf(document: string, otherwise: LanguageCode = "en"): LanguageCode {
  const prose = document.replace(NO_PROSE, " ");
  const characters = prose.match(CHINESE) ?? [];
  const words = prose.match(WORDS) ?? [];
  if (characters.length === 0 && words.length === 0) return otherwise;
  if (characters.length === 0 || characters.length < words.length) return "en";
  const count = (script: ReadonlySet<string>): number =>
    characters.filter((character) => script.has(character)).length;
  return count(TRADITIONAL) > count(SIMPLIFIED) ? "zh-Hant" : "zh-Hans";
}

const pairs = [...PAIRS];
const SIMPLIFIED: ReadonlySet<string> = new Set(pairs.filter((_, k) => k % 2 === 0));
const TRADITIONAL: ReadonlySet<string> = new Set(pairs.filter((_, k) => k % 2 === 1));
