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

(* The certain failure of a goal, if Coq can show it, is an alarm: claim and proof would contradict each other. *)
Ltac alarm :=
  match goal with
  | |- ?a <= ?b => assert (b < a) by interval with (i_prec 100); idtac "ALARM: the negation is provable"
  | |- ?a < ?b => assert (b < a) by interval with (i_prec 100); idtac "ALARM: the negation is provable"
  | |- ?a >= ?b => assert (a < b) by interval with (i_prec 100); idtac "ALARM: the negation is provable"
  | |- ?a > ?b => assert (a < b) by interval with (i_prec 100); idtac "ALARM: the negation is provable"
  | |- ?a = ?b => assert (a <> b) by interval with (i_prec 100); idtac "ALARM: the negation is provable"
  end.

Ltac nonzero :=
  repeat match goal with |- _ /\ _ => split end;
  first [ lra | apply Rgt_not_eq; interval | apply Rlt_not_eq; interval | apply Rgt_not_eq; nra
        | interval | apply Rgt_not_eq; apply sqrt_lt_R0; nra | apply PI_neq0 | auto with real ].

Ltac exact_arithmetic :=
  first [ reflexivity | lra | ring | field; nonzero | nra ].

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
  | |- ~ (?a = ?b) => change (a <> b); connectives tac
  | |- _ <> _ => tac
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
  | |- _ => first [ tac | cases_of_extrema; tac | bound_integrals; tac | try (alarm; fail 1); fail ]
  end.

Ltac numbers :=
  first [ interval | interval with (i_prec 150) | interval with (i_prec 800) | exact_arithmetic | integral ].
Ltac box1 x :=
  first [ interval | interval with (i_bisect x) | interval with (i_bisect x, i_autodiff x)
        | interval with (i_bisect x, i_taylor x, i_degree 8) | exact_arithmetic
        | interval with (i_bisect x, i_autodiff x, i_depth 40, i_prec 80) ].
Ltac box2 x y :=
  first [ interval | interval with (i_bisect x, i_bisect y) | interval with (i_bisect x, i_bisect y, i_autodiff x)
        | interval with (i_bisect x, i_bisect y, i_autodiff y) | exact_arithmetic
        | interval with (i_bisect x, i_bisect y, i_depth 25) ].
Ltac box3 x y z :=
  first [ interval | interval with (i_bisect x, i_bisect y, i_bisect z) | exact_arithmetic
        | interval with (i_bisect x, i_bisect y, i_bisect z, i_depth 25) ].
Ltac algebra := first [ interval | exact_arithmetic ].

Ltac by_numbers := open_definitions; connectives numbers.
Ltac by_box1 x := open_definitions; intros x; connectives ltac:(box1 x).
Ltac by_box2 x y := open_definitions; intros x y; connectives ltac:(box2 x y).
Ltac by_box3 x y z := open_definitions; intros x y z; connectives ltac:(box3 x y z).
Ltac by_algebra := open_definitions; connectives algebra.
