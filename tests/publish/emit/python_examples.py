"""A record that is right, as it is submitted."""

LICENCE: dict[str, str] = {
    "document_number": "沪环许〔2016〕第17号",
    "project_name": "排污许可证核发",
    "approval_category": "普通",
    "licence_content": "准予排放",
    "subject_name": "上海某某有限公司",
    "subject_uscc": "91310115MA1K3A7X5P",
    "legal_representative": "张三",
    "decision_date": "2016/05/09",
    "valid_until": "2019/05/08",
    "authority": "上海市环境保护局",
    "current_status": "0",
    "division_code": "310000",
    "data_timestamp": "2016/05/10 09:30:00",
}
