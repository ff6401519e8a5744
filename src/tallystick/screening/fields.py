"""Which fields of a message are screened, and as what.

A message comes as leaves: the path of an element or attribute by local names, and its
text. What a leaf is follows from its name and, where the name alone does not tell, from
the elements around it. A leaf that is not screened says why, and its text must have the
form that the reason claims: a "date" with a sentence in it is screened as free text. So is
every leaf that this table does not know. No text passes unseen.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import msgspec

from tallystick.screening.particulars import (
    NOTHING_KNOWN,
    Particulars,
    particulars_beside,
    particulars_of,
    party_of,
)
from tallystick.screening.shapes import by_shape
from tallystick.wire.leaves import Leaf


class FieldKind(StrEnum):
    """What a screened field holds, which says what it is compared with."""

    NAME = "name"
    BIC = "bic"
    COUNTRY = "country"
    ACCOUNT = "account"
    WALLET = "wallet"
    IDENTIFIER = "identifier"
    ADDRESS = "address"
    TEXT = "text"

    # The hash of an enum is a call, and kinds are looked up for every field of a payment.
    __hash__ = str.__hash__


class Field(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """One screened field of a message; of a name, what else is known of the party."""

    path: str
    kind: FieldKind
    text: str
    particulars: Particulars = NOTHING_KNOWN


class Unscreened(StrEnum):
    """Why a leaf names nobody."""

    CODE = "a code of a closed set"
    CURRENCY = "a currency code"
    DATE = "a date or time"
    NUMBER = "an amount, a rate or a count"
    SWITCH = "a yes or a no"
    REFERENCE = "a reference that a bank or a machine made"
    TELEPHONE = "a telephone number"
    VERSION = "a name of a message or service version"
    SIGNATURE = "a signature, key or digest"
    ENCLOSURE = "an enclosed file, in an encoding that is not text"


Treatment: TypeAlias = FieldKind | Unscreened
_HasForm: TypeAlias = Callable[[str], re.Match[str] | None]

# Looked up once: on the road of every payment an attribute of an enum is dear.
_TEXT: Final = FieldKind.TEXT
_NAME: Final = FieldKind.NAME

# In lines of its usual length; words between blanks are shorter.
_BASE64: Final = re.compile(r"\s*(?:[A-Za-z0-9+/]{60,}\s+)*[A-Za-z0-9+/]+={0,2}\s*")
_FORMS: Final = {
    Unscreened.CODE: re.compile(r"[A-Za-z0-9]{1,5}"),
    Unscreened.CURRENCY: re.compile(r"[A-Z]{3}"),
    Unscreened.DATE: re.compile(r"[0-9TZ:.+-]{4,40}"),
    Unscreened.NUMBER: re.compile(r"[+-]?[0-9.]{1,30}"),
    Unscreened.SWITCH: re.compile(r"true|false|0|1"),
    # What a machine made has a digit somewhere; a reference of words alone may be a name.
    Unscreened.REFERENCE: re.compile(r"(?=.*[0-9])[!-~]{1,40}"),
    Unscreened.TELEPHONE: re.compile(r"[-+0-9() ./]{1,40}"),
    Unscreened.VERSION: re.compile(r"[a-z0-9._]{1,40}"),
    Unscreened.SIGNATURE: _BASE64,
    Unscreened.ENCLOSURE: _BASE64,
}

# By the end of the path, the longest that fits counts; `*Acct` stands for any account.
TABLE: Final[dict[Treatment, str]] = {
    FieldKind.NAME: "Nm CareOf FrstNm LastNm MddlNm ShrtNm OrgtrNm Prvdr Sgntr",
    FieldKind.BIC: "BICFI AnyBIC BIC BICOrBEI BICNonFI",
    FieldKind.COUNTRY: "Ctry CtryOfRes CtryOfBirth CtryCd",
    FieldKind.ACCOUNT: """
        IBAN BBAN UPIC PAN *Acct/Id/Othr/Id *Acct/Othr/Id AcctId/Othr/Id SfkpgAcct/Id
    """,
    FieldKind.WALLET: "*Acct/Prxy/Id Prxy/Id",
    FieldKind.IDENTIFIER: """
        LEI MmbId TaxId RegnId OrgId/Othr/Id PrvtId/Othr/Id FinInstnId/Othr/Id BrnchId/Id
        CtctDtls/Othr/Id PrtryId/Id ISIN FinInstrmId/OthrId/Id FinInstrmId/Othr/Id Tax/Id
    """,
    FieldKind.ADDRESS: """
        AdrLine StrtNm BldgNb BldgNm Flr UnitNb PstBx Room PstCd TwnNm TwnLctnNm DstrctNm
        CtrySubDvsn Dept SubDept CityOfBirth PrvcOfBirth PrtLctn
    """,
    FieldKind.TEXT: """
        Ustrd AddtlRmtInf InstrInf Inf AddtlInf Desc Ref RefNb Nb RmtId EndToEndId MndtId CertId
        OrgnlEndToEndId OrgnlMndtId Case/Id Assgnmt/Id Prtry Issr EmailAdr URLAdr ElctrncAdr
        JobTitl Rspnsblty Titl EmailPurp TaxTp Ctgy CtgyDtls DbtrSts FrmsCd AdmstnZone Mtd QtId
        ILPV4 ElctrncSgntr AdjstmntAmtAndRsn/Rsn Rsn RgltryRptg/Dtls/Tp Tax/Rcrd/Tp TaxRmt/Rcrd/Tp
        CtctDtls/Othr/ChanlTp ChanlTp EvtDesc EvtParam ReqNrrtv RspnNrrtv AddtlNtfctnInf
        AddtlRptInf AddtlStmtInf AddtlNtryInf AddtlTxInf AddtlPdctInf AddtlCardData AddtlCxlRsnInf
        AddtlData RsnDesc RjctgPtyRsn ErrLctn InstrForDbtrAgt InstrCpy MemoFld RgnlClrZone
        DelyPnlty PlcAndNm FileNm FileLctnElctrncAdr Regy MktPrctc/Id NtwkRef Pth Othr SchmeNm
        TrckVal SysNm Enqry PmtCtrl QryNm OrgnlMsgDlvryChanl CorpActn/EvtTp Pdct/PdctCd ManfctrId
        Mdl SrlNb ApprvlNb VrsnNb Vrsn ICCRltdData Prtry/Id Prtry/Qty Prtry/Tp PrtryAmt/Tp PrtryId
        POI/Id/Id CardBrnd/Id Cmpnt/Id/Id Id/Id Tp/Id Undrlyg/Othr/Id CtrctId ChqNb CdtId
        DplctOf/Id RslvdCase/Id Ntfctn/Id Rpt/Id Stmt/Id RptgReq/Id NclsdFile/Id RltdFileData/Id
        Vrfctn/Id OrgnlId OrgnlStmtId GrpId Sfx
    """,
    Unscreened.CODE: """
        Cd ChrgBr SttlmMtd SttlmPrty InstrPrty ClrChanl CdtDbtInd DbtCdtRptgInd NmPrfx PrefrdMtd
        Frqcy/Tp Prd/Tp CpyDplct Prty CharSet Mtd/Cd RmtLctnDtls/Mtd SeqTp PmtMtd Frqcy OrgnlFrqcy
        OrgnlFrqcy/Tp OrgnlFrqcy/Prd/Tp AdrTp AddtlSvc AuthntcnMtd AuthntcnNtty CSCMgmt ChqTp
        POICmpntTp CardRdngCpblties CrdhldrVrfctnCpblties OnLineCpblties DispTp Id/Tp DtldSts
        CpyDplctInd GrpCxlSts GrpSts PmtInfCxlSts PmtInfSts TxCxlSts TxSts UnitOfMeasr AttndncCntxt
        CardDataNtryMd TxChanl TxEnvt Instrm PtInTm/Tp RptgPrd/Tp ValTp RateTp EvtCd StsCd NtryTp
        SttlmSsnIdr AttndntLang LangCd SubFmlyCd TxCtgy RePresntmntRsn Conf InvstgtnSts/Sts Br
        PtInTm/PtInTm SvcCd CardCtryCd FINMT
    """,
    Unscreened.CURRENCY: "@Ccy Ccy UnitCcy QtdCcy SrcCcy TrgtCcy XchgRateInf/UnitCcy CcyOfTrf",
    Unscreened.DATE: """
        CreDt CreDtTm AccptncDtTm PoolgAdjstmntDt IntrBkSttlmDt XpryDtTm CdtDtTm DbtDtTm CLSTm FrTm
        TillTm RjctTm Dt FrDt ToDt Yr DtOfSgntr DtOfVrfctn FnlPmtDt FrstPmtDt QtnDtTm RltdDt
        BirthDt BizPrcgDt OrgnlCreDtTm OrgnlIntrBkSttlmDt ReqdColltnDt OrgnlFnlColltnDt
        FrstColltnDt FnlColltnDt DtTm FrDtTm ToDtTm ToTm DtPrcd ChqMtrtyDt XpctdValDt ValDtToDbt
        ActlDt VldtnDt SttlmDt CurValDt ReqdValDt EndDt StartDt TradActvtyCtrctlSttlmDt TradDt
        OrgnlReqdColltnDt EvtTm QtnDt StsDtTm TxDtTm RjctnDtTm DbtrDcsnDtTm FctvDt XpryDt
    """,
    Unscreened.NUMBER: """
        CtrlSum NbOfTxs TtlIntrBkSttlmAmt IntrBkSttlmAmt InstdAmt XchgRate PreAgrdXchgRate Amt
        RtrdIntrBkSttlmAmt RtrdInstdAmt OrgnlIntrBkSttlmAmt TtlRtrdIntrBkSttlmAmt CompstnAmt
        TrckgDays OrgnlTrckgDays OrgnlNbOfTxs OrgnlCtrlSum EqvtAmt/Amt CntPerPrd CdtNoteAmt
        DuePyblAmt RmtdAmt TtlTaxAmt TtlTaxblBaseAmt TtlAmt TaxblBaseAmt Rate SeqNb AmtWthCcy
        AmtWthtCcy EQAmt NEQAmt XchgRateBase Sum TtlChrgsAndTaxAmt AmtDue InitlAmt IntrstRate
        PdChrgs DueChrgs NoteDnmtn AmtToDbt BdryAmt OrgnlInstdAmt TtlIntrstAndTaxAmt
        OrgnlInvstgtnSeq Seq DtldCtrlSum DtldNbOfTxs ElctrncSeqNb LglSeqNb AmtsdVal FaceAmt PdctAmt
        PdctQty UnitPric Pric AccptdAmt DgtlTknUnit Unit CrrctdAmt OrgnlNtryAmt Pctg ConfdAmt
        ChrgsAmt NbOfNtries NbOfNotes PrtLineWidth LineWidth NbOfLines PgNb CardSeqNb CSCVal
        NbOfDays TrckNb PosInQ
    """,
    Unscreened.SWITCH: """
        GrpRtr GrpCxl AmdmntInd ReopCaseIndctn BtchBookg FmlyMdclInsrncInd MplyeeTermntnInd
        PssblDplct Incl Grantd DbtAuthstn LastPgInd ComssnWvrInd RvslInd AttndntMsgCpbl CardPres
        CrdhldrPres FllbckInd OnLineCntxt AmtModAllwd EarlyPmtAllwd GrntedPmtReqd EarlyPmt
        GrntedPmt ChrgInclInd Rpt/Vrfctn AssgnmtCxlConf Yldd FcstInd
    """,
    Unscreened.REFERENCE: """
        MsgId InstrId TxId UETR ClrSysRef BizMsgIdr SctiesSttlmTxId OrgnlMsgId OrgnlInstrId
        OrgnlTxId OrgnlUETR OrgnlClrSysRef RtrId CxlId GrpCxlId SaleRcncltnId SaleRefNb PmtInfId
        OrgnlPmtInfId CmonTxId FrSeq ToSeq EQSeq NEQSeq VldtnSeqNb RqstrInvstgtnId RspndrInvstgtnId
        InvstgtnId ModStsId AcctSvcrRef NtryRef OrgnlGrpCxlId OrgnlPmtInfCxlId CorpActn/EvtId
        CorpActnEvtId OffclCorpActnEvtId AcctOwnrTxId AcctSvcrTxId MktInfrstrctrTxId PrcgId CmonId
        CtrPtyMktInfrstrctrTxId IntraBalMvmntId IntraPosMvmntId OthrTxId PoolId TradId RsvatnId
        FrstTx LastTx OrgnlNtryRef OrgtrRef TxRef StsReqId CxlStsId StsId QId EIR
    """,
    Unscreened.TELEPHONE: "PhneNb MobNb FaxNb",
    Unscreened.VERSION: "MsgDefIdr BizSvc OrgnlMsgNmId MsgNmId ReqdMsgNmId XMLMsgNm MsgNm",
    Unscreened.SIGNATURE: """
        SignatureValue DigestValue X509Certificate X509SerialNumber X509SKI Modulus Exponent
        PmtSgntr/Sgntr CdtSttlmKey
    """,
    Unscreened.ENCLOSURE: "NclsdFile/Nclsr",
}

# The same for the elements of IVMS101, which are spelled as no element of ISO 20022 is.
TRAVEL_RULE: Final[dict[Treatment, str]] = {
    FieldKind.NAME: "nameIdentifier localNameIdentifier phoneticNameIdentifier",
    FieldKind.COUNTRY: "country countryOfResidence countryOfRegistration countryOfIssue",
    FieldKind.ACCOUNT: "accountNumber/IBAN",
    FieldKind.WALLET: "accountNumber",
    FieldKind.IDENTIFIER: "nationalIdentifier customerIdentification",
    FieldKind.ADDRESS: """
        department subDepartment streetName buildingNumber buildingName floor postBox room postcode
        townName townLocationName districtName countrySubDivision addressLine placeOfBirth
    """,
    Unscreened.CODE: """
        nationalIdentifierType naturalPersonNameIdentifierType nameIdentifierType
        legalPersonNameIdentifierType addressType transliterationMethod
    """,
    Unscreened.DATE: "dateOfBirth",
    Unscreened.NUMBER: "sequence",
    Unscreened.REFERENCE: "registrationAuthority",
    Unscreened.VERSION: "payloadVersion",
}


class _Rule(NamedTuple):
    """As what a leaf is screened, the form of text, if any, in which it is not, and whose name."""

    treatment: FieldKind
    has_form: _HasForm | None
    party: str = ""


_PATHS_KEPT: Final = 16_384
_POSITION: Final = re.compile(r"\[\d+\]")


def screened_fields(leaves: Iterable[Leaf]) -> tuple[Field, ...]:
    """Return the fields of a message that are screened, in the order of the leaves.

    Leaves without any text, which can name nobody, are left out.
    """
    leaves = tuple(leaves)
    paths = tuple([leaf.path for leaf in leaves])
    known = particulars_of(leaves, paths)
    fields = []
    for leaf, (treatment, has_form, party) in zip(leaves, _rules_of(paths), strict=True):
        text = leaf.text.strip()
        if not text:
            continue
        if treatment is _NAME:
            beside = particulars_beside(party, known)
            fields.append(Field(leaf.path, treatment, leaf.text, beside))
        elif has_form is None:
            fields.append(Field(leaf.path, treatment, leaf.text))
        elif not has_form(text):
            fields.append(Field(leaf.path, _TEXT, leaf.text))
    return tuple(fields)


def treatment_of(path: str, text: str) -> Treatment:
    """Return what a leaf with this text is screened as, or why it is not."""
    kind, has_form, _party = _rule_of(path)
    if has_form is None:
        return kind
    return known_treatment(path) or _TEXT if has_form(text.strip()) else _TEXT


def known_treatment(path: str) -> Treatment | None:
    """Return what the table says of a path, whatever its text; None if it does not know it."""
    return _known(_POSITION.sub("", path)) if "[" in path else _known(path)


@by_shape
def _rules_of(paths: tuple[str, ...]) -> tuple[_Rule, ...]:
    return tuple(map(_rule_of, paths))


@lru_cache(maxsize=_PATHS_KEPT)
def _rule_of(path: str) -> _Rule:
    treatment = known_treatment(path) or _TEXT
    if isinstance(treatment, FieldKind):
        return _Rule(treatment, None, party_of(path) if treatment is _NAME else "")
    return _Rule(_TEXT, _FORMS[treatment].fullmatch)


@lru_cache(maxsize=_PATHS_KEPT)
def _known(path: str) -> Treatment | None:
    steps = tuple(path.split("/"))
    fits = [
        (len(ends), treatment)
        for ends, treatment in _RULES.get(steps[-1], ())
        if _fits(steps[-len(ends) :], ends)
    ]
    return max(fits, key=lambda each: each[0])[1] if fits else None


def _fits(steps: tuple[str, ...], ends: tuple[str, ...]) -> bool:
    return len(steps) == len(ends) and all(
        step.endswith(end[1:]) if end[0] == "*" else step == end
        for step, end in zip(steps, ends, strict=True)
    )


def _rules() -> dict[str, list[tuple[tuple[str, ...], Treatment]]]:
    rules: dict[str, list[tuple[tuple[str, ...], Treatment]]] = {}
    for treatment, ends in (*TABLE.items(), *TRAVEL_RULE.items()):
        for end in ends.split():
            steps = tuple(end.split("/"))
            rules.setdefault(steps[-1], []).append((steps, treatment))
    return rules


_RULES: Final = _rules()
