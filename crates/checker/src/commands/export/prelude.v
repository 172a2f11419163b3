From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
Open Scope R_scope.

(* Functions of the claim language that Coq's library lacks. *)
Definition log2 (x : R) : R := ln x / ln 2.
Definition hsin (x : R) : R := (exp x - exp (- x)) / 2.
Definition hcos (x : R) : R := (exp x + exp (- x)) / 2.
Definition htan (x : R) : R := 1 - 2 / (exp (2 * x) + 1).
Definition clip (x : R) : R := Rmin (Rmax x 0) 1.
Definition norm_pdf (x : R) : R := exp (- (x ^ 2 / 2)) / sqrt (2 * PI).
Definition erf (x : R) : R := 2 / sqrt PI * RInt (fun t => exp (- t ^ 2)) 0 x.
Definition erfc (x : R) : R := 1 - erf x.
Definition norm_cdf (x : R) : R := 1 / 2 + RInt (fun t => exp (- (t ^ 2 / 2))) 0 x / sqrt (2 * PI).
Definition owen_t (h a : R) : R := RInt (fun t => exp (- (h ^ 2 * (1 + t ^ 2) / 2)) / (1 + t ^ 2)) 0 a / (2 * PI).

Ltac open_definitions := unfold log2, hsin, hcos, htan, clip, norm_pdf, erfc, erf, norm_cdf, owen_t, Rpower in *.

(* Integrals with constant ends become numbers with proved bounds. *)
Ltac bound_integrals :=
  repeat match goal with
  | |- context [RInt ?f ?a ?b] =>
      let H := fresh "H" in let v := fresh "v" in
      integral_intro (RInt f a b) with (i_width (-50), i_prec 80) as H; revert H; generalize (RInt f a b); intros v H
  end.

Ltac cases_of_extrema := repeat (apply Rmax_case_strong || apply Rmin_case_strong); intros.

Ltac nonzero :=
  repeat match goal with |- _ /\ _ => split end;
  first [ lra | apply Rgt_not_eq; interval | apply Rlt_not_eq; interval | apply Rgt_not_eq; nra
        | interval | apply Rgt_not_eq; apply sqrt_lt_R0; nra | apply PI_neq0 | auto with real ].

Ltac exact_arithmetic :=
  first [ reflexivity | lra | ring | field; nonzero | timeout 3 nra ].

(* (exp x)^n as one exponential, so that the n-th power of an n-th root closes. *)
Lemma exp_power (x : R) (n : nat) : exp x ^ n = exp (INR n * x).
Proof.
  induction n as [| n IH].
  - simpl. rewrite Rmult_0_l, exp_0. reflexivity.
  - rewrite <- tech_pow_Rmult, IH, S_INR, <- exp_plus. f_equal. ring.
Qed.
Ltac powers_of_roots :=
  rewrite ?Rpow_mult_distr;
  repeat match goal with
  | |- context [exp (?q * ln ?a) ^ ?n] =>
      replace (exp (q * ln a) ^ n) with a
        by (rewrite exp_power; replace (INR n * (q * ln a)) with (ln a) by (simpl; field); rewrite exp_ln; [reflexivity | interval])
  end.

(* Roots and pi as variables with what is known of them, for exact arithmetic. *)
Ltac is_positive := first [ lra | interval | timeout 2 nra ].
Ltac name_roots :=
  repeat match goal with
  | |- context [sqrt ?a] =>
      let H := fresh "H" in let K := fresh "K" in let s := fresh "s" in
      assert (H : 0 <= sqrt a) by apply sqrt_pos;
      assert (K : sqrt a * sqrt a = a) by (apply sqrt_sqrt; is_positive);
      try (let L := fresh "L" in assert (L : 0 < sqrt a) by (apply sqrt_lt_R0; is_positive));
      set (s := sqrt a) in *; clearbody s
  | H : context [sqrt ?a] |- _ =>
      let P := fresh "H" in let K := fresh "K" in let s := fresh "s" in
      assert (P : 0 <= sqrt a) by apply sqrt_pos;
      assert (K : sqrt a * sqrt a = a) by (apply sqrt_sqrt; is_positive);
      try (let L := fresh "L" in assert (L : 0 < sqrt a) by (apply sqrt_lt_R0; is_positive));
      set (s := sqrt a) in *; clearbody s
  end;
  repeat match goal with
  | |- context [PI] =>
      let H := fresh "H" in let p := fresh "p" in
      assert (H : 3.1415 <= PI <= 3.1416) by (split; interval); set (p := PI) in *; clearbody p
  end;
  repeat match goal with K : ?s * ?s = ?v |- _ => is_var v; subst v end.

(* A comparison as the sign of one fraction. *)
Ltac sign_of_fraction :=
  match goal with
  | |- 0 <= ?n / ?d => apply Rdiv_le_0_compat; [ first [ lra | timeout 3 nra ] | first [ lra | timeout 2 nra ] ]
  | |- 0 < ?n / ?d => apply Rdiv_lt_0_compat; [ first [ lra | timeout 3 nra ] | first [ lra | timeout 2 nra ] ]
  | |- _ => first [ lra | timeout 3 nra ]
  end.
Ltac clear_denominators :=
  match goal with
  | |- ?a <= ?b => let H := fresh in assert (H : 0 <= b - a); [ | lra ]
  | |- ?a < ?b => let H := fresh in assert (H : 0 < b - a); [ | lra ]
  | |- ?a >= ?b => let H := fresh in assert (H : 0 <= a - b); [ | lra ]
  | |- ?a > ?b => let H := fresh in assert (H : 0 < a - b); [ | lra ]
  end;
  match goal with |- _ ?e => field_simplify e; [ sign_of_fraction | nonzero .. ] | |- _ ?z ?e => field_simplify e; [ sign_of_fraction | nonzero .. ] end.
Ltac cases_of_abs := unfold Rabs in *; repeat match goal with |- context [Rcase_abs ?e] => destruct (Rcase_abs e) end.

(* Squares of differences of variables, which polynomial certificates often need. *)
Ltac name_squares :=
  match goal with
  | x : R, y : R, z : R |- _ =>
      pose proof (pow2_ge_0 (x - y)); pose proof (pow2_ge_0 (x - z)); pose proof (pow2_ge_0 (y - z))
  | x : R, y : R |- _ => pose proof (pow2_ge_0 (x - y)); pose proof (pow2_ge_0 (x + y))
  | x : R |- _ => pose proof (pow2_ge_0 x)
  end.

Ltac rational_arithmetic :=
  cases_of_abs; name_roots; first [ exact_arithmetic | clear_denominators | name_squares; timeout 3 nra ].

(* Leaves: [tac] proves comparisons. *)
Ltac connectives tac :=
  match goal with
  | |- True => exact I
  | |- _ /\ _ => split; connectives tac
  | |- _ <-> _ => split; connectives tac
  | |- ~ (?a <= ?b) => apply Rlt_not_le; connectives tac
  | |- ~ (?a < ?b) => apply Rle_not_lt; connectives tac
  | |- ~ (?a >= ?b) => apply Rlt_not_ge; connectives tac
  | |- ~ (?a > ?b) => apply Rle_not_gt; connectives tac
  | |- _ <> _ => first [ tac | bound_integrals; tac ]
  | |- ~ (?p /\ ?q) =>
      first [ let H := fresh in intros [H _]; revert H; change (~ p); connectives tac
            | let H := fresh in intros [_ H]; revert H; change (~ q); connectives tac ]
  | |- ~ (?p \/ ?q) =>
      let H := fresh in intros [H | H]; revert H; [ change (~ p) | change (~ q) ]; connectives tac
  | |- ~ (?p -> ?q) =>
      let H := fresh in let K := fresh in
      intros H; assert (K : p) by connectives tac; specialize (H K); revert H; change (~ q); connectives tac
  | |- _ \/ _ => first [ left; connectives tac | right; connectives tac ]
  | |- _ -> _ =>
      let H := fresh "H" in intros H;
      repeat match goal with
      | K : _ /\ _ |- _ => destruct K
      | K : _ \/ _ |- _ => destruct K
      end; connectives tac
  | |- forall _ : R, _ => intro; connectives tac
  | |- _ => first [ tac | progress cases_of_extrema; tac | progress bound_integrals; tac ]
  end.

Ltac numbers :=
  first [ interval | exact_arithmetic | interval with (i_prec 150) | interval with (i_prec 800)
        | powers_of_roots; first [ exact_arithmetic | rational_arithmetic ] ].
Ltac box1 x :=
  first [ interval | lra | interval with (i_bisect x, i_depth 12) | exact_arithmetic | interval with (i_bisect x, i_autodiff x)
        | rational_arithmetic | interval with (i_bisect x, i_taylor x, i_degree 8) | interval with (i_bisect x, i_depth 25) ].
Ltac box2 x y :=
  first [ interval | lra | interval with (i_bisect x, i_bisect y, i_depth 12) | exact_arithmetic
        | interval with (i_bisect x, i_bisect y, i_autodiff x, i_depth 12)
        | interval with (i_bisect x, i_bisect y, i_autodiff y, i_depth 12) | rational_arithmetic
        | interval with (i_bisect x, i_bisect y, i_depth 20) ].
Ltac box3 x y z :=
  first [ interval | lra | exact_arithmetic | rational_arithmetic | interval with (i_bisect x, i_bisect y, i_bisect z, i_depth 15) ].
Ltac algebra := first [ interval | exact_arithmetic | rational_arithmetic ].

(* A goal whose negation Coq can show would be an alarm: the verdict would be wrong. Tried when the goal is not proved. *)
Ltac or_alarm tac :=
  first [ tac
        | match goal with |- ?goal =>
            let H := fresh in assert (H : ~ goal) by tac; idtac "ALARM: the negation is provable"; fail 1
          end ].

Ltac by_numbers := open_definitions; or_alarm ltac:(connectives numbers).
Ltac by_box1 x := open_definitions; intros x; connectives ltac:(box1 x).
Ltac by_box2 x y := open_definitions; intros x y; connectives ltac:(box2 x y).
Ltac by_box3 x y z := open_definitions; intros x y z; connectives ltac:(box3 x y z).
Ltac by_algebra := open_definitions; connectives algebra.
