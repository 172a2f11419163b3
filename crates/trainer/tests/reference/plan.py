"""Least c of each condition of TP-01 (docs/theory/trainer-plan.md), by bisection in mpmath at 60 digits."""
from mpmath import mp, mpf, log, sqrt, findroot
mp.dps=60
def conds(C,c1,c2,sharp):
    nu=mpf(C)/(840*6561*10**6)
    R=lambda c: max(mpf(12000)**4,c)
    l2=lambda x: log(x,2)
    A=lambda c: ((log(64*c)+3*log(R(c))+2*log(l2(R(c))))/R(c)**mpf('.1') if sharp else 21)*c**mpf('-.4')+c**mpf('-.5')
    G=lambda c: sqrt(128*(1+1/R(c))*(l2(c)+3*l2(R(c))+2*l2(l2(R(c))))/(c*l2(R(c))**2)) if sharp else 48/c**mpf('.25')
    S=lambda c: 1800/c**mpf('.25')+500*c2*sqrt(A(c))
    m=max(c1,10)
    return {58:lambda c:A(c)*(500*m)**2-1,59:lambda c:S(c)-mpf(1)/80,60:lambda c:G(c)+1/c-2*nu,61:lambda c:8/c-mpf(1)/2,62:lambda c:40*S(c)+(2*G(c)+4)/c-mpf(1)/2}
def solve(f):
    lo,hi=mpf(0),mpf(1000)
    for _ in range(200):
        m=(lo+hi)/2
        if f(mpf(10)**m)>0: lo=m
        else: hi=m
    return mpf(10)**hi
for name,C in (("compact",1),("mixture",.25)):
  for sharp in (False,True):
    print(name,sharp,{k:mp.nstr(solve(f),9) for k,f in conds(C,2,1,sharp).items()})
