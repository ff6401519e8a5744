"""The node: the only place where the parts meet.

`engine` drives the machine and makes what is to be committed, without I/O;
`runner` commits it and only then lets anything out. Start is recovery: there is
no other way to begin.
"""
