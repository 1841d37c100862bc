/*
 * The commands that an author's own formulas may have: those that only print, and that LaTeX with amsmath and amssymb knows
 * as KaTeX does. None reads or writes a file, defines anything, or makes a link.
 */

const words = (list: string): readonly string[] => list.trim().split(/\s+/);

/** How many arguments a command takes. */
export const ARGUMENTS: ReadonlyMap<string, number> = new Map([
  ...words(`
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma
    varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    ell hbar imath jmath Re Im wp aleph partial nabla infty emptyset varnothing forall exists neg lnot top bot angle triangle
    star ast dagger ddagger prime bullet circ cdot cdots ldots dots vdots ddots times div pm mp oplus ominus otimes oslash
    odot cap cup sqcap sqcup vee wedge lor land setminus wr amalg diamond intercal
    sum prod coprod int iint iiint oint bigcap bigcup bigoplus bigotimes bigodot bigvee bigwedge
    le leq ge geq ne neq equiv sim simeq approx cong propto ll gg in ni notin subset supset subseteq supseteq mid parallel perp
    prec succ preceq succeq vdash models doteq lesssim gtrsim
    to gets rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow mapsto longrightarrow longleftarrow
    Longrightarrow uparrow downarrow iff implies
    sin cos tan sec csc cot sinh cosh tanh coth arcsin arccos arctan exp log ln lg min max sup inf lim det dim ker deg gcd arg
    Pr hom bmod
    langle rangle lfloor rfloor lceil rceil lbrace rbrace lvert rvert lVert rVert vert Vert backslash
    quad qquad
  `).map((name) => [name, 0] as const),
  ...words(`
    hat widehat bar overline tilde widetilde vec dot ddot check breve acute grave mathring underline overbrace underbrace
    overrightarrow overleftarrow sqrt mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol operatorname boxed
    phantom pmod
  `).map((name) => [name, 1] as const),
  ...words("frac dfrac tfrac binom overset underset stackrel").map((name) => [name, 2] as const),
]);

/** Commands whose argument is text. */
export const TEXTS: ReadonlySet<string> = new Set(words("text textbf textit textrm textsf texttt"));

/** Commands inside such text. */
export const IN_TEXT: ReadonlySet<string> = new Set(
  words("textbackslash textasciitilde textasciicircum textdollar"),
);

/** Commands before one delimiter. */
export const SIZES: ReadonlySet<string> = new Set(words("big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr"));

/** What may stand after `\left`, `\right` and the commands of a size. */
export const DELIMITERS: ReadonlySet<string> = new Set(
  words(
    String.raw`( ) [ ] | / . \{ \} \| \langle \rangle \lfloor \rfloor \lceil \rceil \lvert \rvert \lVert \rVert \vert \Vert`,
  ),
);

export const ENVIRONMENTS: ReadonlySet<string> = new Set(
  words("matrix pmatrix bmatrix vmatrix Vmatrix smallmatrix cases aligned"),
);

/** Control symbols: spaces, and characters that stand for themselves. */
export const SYMBOLS: ReadonlySet<string> = new Set([
  "\\,",
  "\\;",
  "\\:",
  "\\!",
  "\\ ",
  "\\|",
  "\\{",
  "\\}",
  "\\_",
  "\\%",
  "\\#",
  "\\&",
]);
